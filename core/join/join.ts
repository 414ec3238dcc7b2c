import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { chooseTables, type HostRuleset } from './choose-tables.ts';
import { correctDrift } from './drift.ts';
import { groupJourneys } from './group-journeys.ts';
import { resolvePlace, type TextAt } from './resolve-place.ts';
import { verdictsFromLog } from './verdicts-from-log.ts';

/** Trace events and rulesets become journeys: which lines are one packet, and which rule each line really met. */
export function joinJourneys(
  events: TraceEvents,
  rulesets: readonly HostRuleset[],
  textAt: TextAt,
): Journeys {
  const tables = chooseTables(events.places, rulesets);
  const resolved = events.places.map((place, index) => resolvePlace(place, tables[index] ?? null, textAt));
  const journeys = groupJourneys(events, resolved);
  const corrected = correctDrift(events, journeys, tables, textAt);
  const grouped = corrected === null ? journeys : groupJourneys(events, corrected);
  return { ...grouped, places: verdictsFromLog(events, grouped) };
}

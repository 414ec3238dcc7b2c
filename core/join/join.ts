import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { type HostRuleset, resolvePlaces } from './choose-tables.ts';
import { withoutContradictions } from './drift.ts';
import { groupJourneys } from './group-journeys.ts';
import type { TextAt } from './resolve-place.ts';

/** Trace events and rulesets become journeys: which lines are one packet, and which rule each line really met. */
export function joinJourneys(
  events: TraceEvents,
  rulesets: readonly HostRuleset[],
  textAt: TextAt,
): Journeys {
  const journeys = groupJourneys(events, resolvePlaces(events.places, rulesets, textAt));
  const corrected = withoutContradictions(journeys);
  return corrected === null ? journeys : groupJourneys(events, corrected);
}

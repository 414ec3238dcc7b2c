import type { Journeys } from '../model/journey.ts';
import type { Sliced } from '../model/run-sliced.ts';
import type { TraceEvents } from '../model/trace.ts';
import type { ActiveChains } from '../kernel/chains/active-chains.ts';
import { chooseTables, type HostRuleset } from './hosts/choose-tables.ts';
import { correctDrift } from './drift/correct-drift.ts';
import type { NatRewrites } from './journeys/arrived-flows.ts';
import { groupJourneys } from './journeys/group-journeys.ts';
import type { TextAt } from './rules/resolve-place.ts';
import { withoutContested } from './rules/contested-places.ts';
import { resolvePlaces } from './rules/resolve-places.ts';
import { verdictsFromLog } from './rules/verdicts-from-log.ts';

/** Trace events and rulesets become journeys: which lines are one packet, and which rule each line really met. */
export function* joinJourneys(
  events: TraceEvents,
  rulesets: readonly HostRuleset[],
  live: ActiveChains,
  textAt: TextAt,
  natRewrites: NatRewrites,
): Sliced<Journeys> {
  const chosen = chooseTables(events, rulesets);
  const tables = chosen.map((each) => each?.table ?? null);
  const resolved = resolvePlaces(events.places, tables, rulesets, textAt);
  const journeys = yield* groupJourneys(events, resolved, live, natRewrites);
  const corrected = correctDrift(events, journeys, tables, textAt);
  const grouped = corrected === null ? journeys : yield* groupJourneys(events, corrected, live, natRewrites);
  const settled = { ...grouped, places: withoutContested(grouped.places, chosen) };
  return { ...settled, places: verdictsFromLog(events, settled) };
}

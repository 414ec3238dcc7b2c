import type { ResolvedPlace } from '../model/journey.ts';
import type { TracePlace } from '../model/trace.ts';

/** Whether the rulesets contradict the log somewhere in the table of a place. */
export function driftedTables(places: readonly ResolvedPlace[]): (place: TracePlace) => boolean {
  const drifted = new Set(places.filter(({ drift }) => drift !== null).map(({ place }) => tableKey(place)));
  return (place) => drifted.has(tableKey(place));
}

function tableKey({ host, family, table }: TracePlace): string {
  return [host, family, table].join('\0');
}

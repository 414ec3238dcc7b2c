import type { TraceEvents } from '../model/trace.ts';

/** The events whose entry in `dropped` is 0. Their columns are moved together where they stand: `events` is used up. */
export function keepEvents(events: TraceEvents, dropped: Uint8Array): TraceEvents {
  const { place, header, identity, log, line, ttl, uptime } = events;
  const columns = [place, header, identity, log, line, ttl, uptime.low, uptime.high];
  let kept = 0;
  for (const column of columns) kept = moveTogether(column, dropped);
  return {
    ...events,
    count: kept,
    place: place.subarray(0, kept),
    header: header.subarray(0, kept),
    identity: identity.subarray(0, kept),
    log: log.subarray(0, kept),
    line: line.subarray(0, kept),
    ttl: ttl.subarray(0, kept),
    uptime: { low: uptime.low.subarray(0, kept), high: uptime.high.subarray(0, kept) },
  };
}

/** Returns how many are kept. */
function moveTogether(
  column: { [index: number]: number; readonly length: number },
  dropped: Uint8Array,
): number {
  let kept = 0;
  for (let event = 0; event < dropped.length; event++) {
    if (dropped[event] === 0) column[kept++] = column[event] as number;
  }
  return kept;
}

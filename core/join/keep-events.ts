import type { TraceEvents } from '../model/trace.ts';

/** The events whose entry in `dropped` is 0. Their columns are moved together where they stand: `events` is used up. */
export function keepEvents(events: TraceEvents, dropped: Uint8Array): TraceEvents {
  const { place, header, identity, log, line, ttl, uptime } = events;
  let kept = Math.max(0, dropped.indexOf(1));
  for (let event = kept; event < dropped.length; event++) {
    if (dropped[event] !== 0) continue;
    place[kept] = place[event] as number;
    header[kept] = header[event] as number;
    identity[kept] = identity[event] as number;
    log[kept] = log[event] as number;
    line[kept] = line[event] as number;
    ttl[kept] = ttl[event] as number;
    uptime.low[kept] = uptime.low[event] as number;
    uptime.high[kept] = uptime.high[event] as number;
    kept++;
  }
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

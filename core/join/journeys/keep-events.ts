import { type NearNumbers, deltaNumber, NearNumbersWriter } from '../../model/delta-column.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** The events whose entry in `dropped` is 0. Most columns are moved together where they stand: `events` is used up. */
export function keepEvents(events: TraceEvents, dropped: Uint8Array): TraceEvents {
  const { place, header, identity, log, ttl } = events;
  let kept = dropped.indexOf(1);
  if (kept < 0) return events;
  for (let event = kept; event < dropped.length; event++) {
    if (dropped[event] !== 0) continue;
    place[kept] = place[event] as number;
    header[kept] = header[event] as number;
    identity[kept] = identity[event] as number;
    log[kept] = log[event] as number;
    ttl[kept] = ttl[event] as number;
    kept++;
  }
  return {
    ...events,
    count: kept,
    place: place.subarray(0, kept),
    header: header.subarray(0, kept),
    identity: identity.subarray(0, kept),
    log: log.subarray(0, kept),
    line: keptNumbers(events.line, dropped),
    ttl: ttl.subarray(0, kept),
    uptime: keptNumbers(events.uptime, dropped),
  };
}

function keptNumbers(numbers: NearNumbers, dropped: Uint8Array): NearNumbers {
  const kept = new NearNumbersWriter();
  dropped.forEach((isDropped, event) => {
    if (isDropped === 0) kept.push(deltaNumber(numbers, event));
  });
  return kept.numbers();
}

import type { TraceEvents } from '../model/trace.ts';

/** The events without those that are marked in `dropped`. */
export function keepEvents(events: TraceEvents, dropped: Uint8Array): TraceEvents {
  const kept = (_: number, event: number): boolean => dropped[event] === 0;
  return {
    ...events,
    count: events.count - dropped.reduce((sum, flag) => sum + flag, 0),
    place: events.place.filter(kept),
    header: events.header.filter(kept),
    identity: events.identity.filter(kept),
    log: events.log.filter(kept),
    line: events.line.filter(kept),
    ttl: events.ttl.filter(kept),
    uptimeMicroseconds: events.uptimeMicroseconds.filter(kept),
  };
}

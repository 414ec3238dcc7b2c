import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { TraceEvents } from '../model/trace.ts';
import { repeatsOfTracers } from './repeated-tracers.ts';

/** Of a log whose lines carry no uptime, so large a part must stand in another log to be taken for its copy. */
const COPY_SHARE = 0.9;

/**
 * The trace events without those that a second log of the same host repeats: bundles often hold the output of dmesg,
 * of journalctl and /var/log/kern.log, all with the same lines. A line is a repetition if place, header, identity and
 * TTL are the same and so is the kernel's uptime; where one of the logs has no uptime, only if nearly all of the log
 * stands in the other one.
 */
export function withoutRepeats(events: TraceEvents): {
  readonly events: TraceEvents;
  readonly diagnostics: readonly Diagnostic[];
} {
  const logs = [...new Set(events.log)];
  if (logs.length < 2) return { events, diagnostics: [] };
  const dropped = new Uint8Array(events.count);
  const ofTracers = repeatsOfTracers(events);
  for (const event of ofTracers.repeats) dropped[event] = 1;
  const diagnostics: Diagnostic[] = [...ofTracers.diagnostics];
  const eventsOf = new Map<number, number[]>(logs.map((log) => [log, []]));
  events.log.forEach((log, event) => eventsOf.get(log)?.push(event));

  logs.forEach((later, position) => {
    for (const earlier of logs.slice(0, position)) {
      const own = (eventsOf.get(later) ?? []).filter((event) => dropped[event] === 0);
      const repeats = repeatedEvents(events, eventsOf.get(earlier) ?? [], own);
      for (const event of repeats) dropped[event] = 1;
      if (repeats.length > 0) {
        diagnostics.push(
          diagnostic(
            'log-repeated',
            `${repeats.length} TRACE lines stand in ${events.logs[earlier]} as well; they count once`,
            events.logs[later],
          ),
        );
      }
    }
  });
  return { events: keepEvents(events, dropped), diagnostics };
}

function repeatedEvents(
  events: TraceEvents,
  first: readonly number[],
  second: readonly number[],
): readonly number[] {
  const hasUptime = (list: readonly number[]): boolean =>
    list.length > 0 && !Number.isNaN(events.uptimeMicroseconds[list[0] as number]);
  const exact = hasUptime(first) && hasUptime(second);
  const keyOf = (event: number): string =>
    [
      events.place[event],
      events.header[event],
      events.identity[event],
      events.ttl[event],
      exact ? events.uptimeMicroseconds[event] : '',
    ].join(' ');
  const left = new Map<string, number>();
  for (const event of first) left.set(keyOf(event), (left.get(keyOf(event)) ?? 0) + 1);
  const repeats = second.filter((event) => {
    const key = keyOf(event);
    const count = left.get(key) ?? 0;
    if (count === 0) return false;
    left.set(key, count - 1);
    return true;
  });
  return exact || repeats.length >= second.length * COPY_SHARE ? repeats : [];
}

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

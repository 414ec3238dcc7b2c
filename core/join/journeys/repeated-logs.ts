import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { keepEvents } from './keep-events.ts';
import { mergeTracers } from './repeated-tracers.ts';
import { mergeByClock } from './merge-by-clock.ts';
import { deltaNumber } from '../../model/delta-column.ts';

/** Of a log whose lines carry no uptime, so large a part must stand in another log to be taken for its copy. */
const COPY_SHARE = 0.9;
/** How many logs that show one packet are compared with a later one. */
const MOST_LOGS = 32;

/**
 * The trace events without those that a second log of the same host repeats: bundles often hold the output of dmesg,
 * of journalctl and /var/log/kern.log, all with the same lines. A line is a repetition if place, header, identity and
 * TTL are the same and so is the kernel's uptime; where one of the logs has no uptime, only if nearly all of the one log
 * stands in the other. What is left of two logs of one boot is put in the order of the kernel's clock.
 */
export function withoutRepeats(told: TraceEvents): {
  readonly events: TraceEvents;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { events, diagnostics: merged } = mergeTracers(told);
  if (events.logs.length < 2) return { events, diagnostics: merged };
  const logs = logsOf(events);
  if (logs.length < 2) return { events, diagnostics: merged };
  const dropped = new Uint8Array(events.count);
  const diagnostics: Diagnostic[] = [...merged];
  /** Logs of one boot, each with lines that the other lacks. */
  const mixed: [number, number][] = [];
  const eventsOf = new Map<number, number[]>(logs.map((log) => [log, []]));
  events.log.forEach((log, event) => eventsOf.get(log)?.push(event));

  const mayRepeat = logsAlike(events, eventsOf);
  for (const later of logs) {
    for (const earlier of mayRepeat(later)) {
      const [first, second] = [earlier, later].map((log) =>
        (eventsOf.get(log) ?? []).filter((event) => dropped[event] === 0),
      ) as [number[], number[]];
      if (second.length === 0) break;
      // The smaller of two copies may be the one that was read first.
      const inSecond = repeatedEvents(events, eventsOf.get(earlier) ?? [], second);
      const isOlderOne = inSecond.length === 0 && !bothHaveClock(events, first, second);
      const repeats = isOlderOne ? repeatedEvents(events, second, first) : inSecond;
      if (repeats.length === 0) continue;
      for (const event of repeats) dropped[event] = 1;
      if (repeats.length < second.length && !isOlderOne) mixed.push([earlier, later]);
      const [copy, original] = isOlderOne ? [earlier, later] : [later, earlier];
      diagnostics.push(
        diagnostic(
          'log-repeated',
          { lines: repeats.length, original: events.logs[original] ?? '' },
          events.logs[copy],
        ),
      );
    }
  }
  return { events: mergeByClock(keepEvents(events, dropped), mixed), diagnostics };
}

/** For a log: those before it that show one of its packets, in their order. */
function logsAlike(
  { identity }: TraceEvents,
  eventsOf: ReadonlyMap<number, readonly number[]>,
): (log: number) => readonly number[] {
  const order = new Map([...eventsOf.keys()].map((log, position) => [log, position]));
  const logsOfIdentity = new Map<number, number[]>();
  return (later) => {
    const alike = new Set<number>();
    for (const event of eventsOf.get(later) ?? []) {
      const packet = identity[event] as number;
      const logs = logsOfIdentity.get(packet) ?? [];
      if (logs.at(-1) === later) continue;
      for (const log of logs) alike.add(log);
      logsOfIdentity.set(packet, [...logs, later].slice(-MOST_LOGS));
    }
    return [...alike].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function repeatedEvents(
  events: TraceEvents,
  first: readonly number[],
  second: readonly number[],
): readonly number[] {
  const exact = bothHaveClock(events, first, second);
  const left = new LeftEvents(events, first, exact);
  const repeats = second.filter((event) => left.take(event));
  return exact || repeats.length >= second.length * COPY_SHARE ? repeats : [];
}

/** Events that wait for their repetition, in lists by identity, each in log order. */
class LeftEvents {
  readonly #events: TraceEvents;
  readonly #list: readonly number[];
  readonly #exact: boolean;
  /** By identity, an index into the list. */
  readonly #first = new Map<number, number>();
  readonly #next: Int32Array;

  constructor(events: TraceEvents, list: readonly number[], exact: boolean) {
    this.#events = events;
    this.#list = list;
    this.#exact = exact;
    this.#next = new Int32Array(list.length);
    for (let index = list.length - 1; index >= 0; index--) {
      const identity = events.identity[list[index] as number] as number;
      this.#next[index] = this.#first.get(identity) ?? -1;
      this.#first.set(identity, index);
    }
  }

  /** Whether an event waits that `event` repeats; it waits no longer. */
  take(event: number): boolean {
    const identity = this.#events.identity[event] as number;
    let before = -1;
    for (let index = this.#first.get(identity) ?? -1; index >= 0; index = this.#next[index] as number) {
      if (this.#isSame(this.#list[index] as number, event)) {
        const next = this.#next[index] as number;
        if (before < 0) this.#first.set(identity, next);
        else this.#next[before] = next;
        return true;
      }
      before = index;
    }
    return false;
  }

  #isSame(a: number, b: number): boolean {
    const { place, header, ttl, uptime } = this.#events;
    return (
      place[a] === place[b] &&
      header[a] === header[b] &&
      ttl[a] === ttl[b] &&
      (!this.#exact || Object.is(deltaNumber(uptime, a), deltaNumber(uptime, b)))
    );
  }
}

/** The logs that have events, in the order of their first. */
function logsOf({ log, count }: TraceEvents): readonly number[] {
  const logs = new Set<number>();
  let last = -1;
  for (let event = 0; event < count; event++) {
    if (log[event] === last) continue;
    last = log[event] as number;
    logs.add(last);
  }
  return [...logs];
}

function bothHaveClock(events: TraceEvents, ...logs: readonly (readonly number[])[]): boolean {
  return logs.every(([event]) => event !== undefined && !Number.isNaN(deltaNumber(events.uptime, event)));
}

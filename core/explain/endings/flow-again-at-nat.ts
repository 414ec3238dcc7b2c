import { lastEvent } from '../../model/journey-events.ts';
import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { pathsWith } from '../paths-with.ts';
import { flowNumbers } from './flow-numbers.ts';

/**
 * Whether the nat chains of POSTROUTING saw another packet with the flow that this trace event shows. They see the first
 * packet of a connection, so most flows come there once.
 */
export function isFlowAgainAtNat(events: TraceEvents, journeys: Journeys, event: number): boolean {
  let isAgain = known.get(journeys);
  if (isAgain === undefined) known.set(journeys, (isAgain = flowsAgainAtNat(events, journeys)));
  return isAgain(event);
}

const known = new WeakMap<Journeys, (event: number) => boolean>();

function flowsAgainAtNat(events: TraceEvents, journeys: Journeys): (event: number) => boolean {
  const hash = headerHashes(events);
  const atNat = lastEventsAtNat(journeys);
  const repeated = repeatedIn(Uint32Array.from(atNat, hash));
  if (repeated.size === 0) return () => false;
  // Two flows can share a hash: those few are counted by what they are.
  const { sent: numberOf } = flowNumbers(events);
  const times: number[] = [];
  for (const event of atNat) {
    const flow = repeated.has(hash(event)) ? numberOf(event) : -1;
    if (flow >= 0) times[flow] = (times[flow] ?? 0) + 1;
  }
  return (event) => repeated.has(hash(event)) && (times[numberOf(event)] ?? 0) > 1;
}

function lastEventsAtNat(journeys: Journeys): Uint32Array {
  const visitsNat = pathsWith(journeys, (hook, base) => hook === 'postrouting' && base?.nat === true);
  const events = new Uint32Array(journeys.count);
  let count = 0;
  for (let journey = 0; journey < journeys.count; journey++)
    if (visitsNat[journeys.shape[journey] as number] === 1) events[count++] = lastEvent(journeys, journey);
  return events.subarray(0, count);
}

/** A number for the addresses and ports of an event's header: equal for one flow, and rarely for two. */
function headerHashes({
  header,
  headers: { src, dst, sport, dport },
}: TraceEvents): (event: number) => number {
  return (event) => {
    const head = header[event] as number;
    const from = Math.imul(src[head] as number, 0x9e3779b1) ^ (sport[head] as number);
    const to = Math.imul(dst[head] as number, 0x85ebca6b) ^ (dport[head] as number);
    const mixed = Math.imul(Math.imul(from, 0xc2b2ae35) ^ to, 0x27d4eb2f);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** What the list, which is sorted on the way, has more than once. */
function repeatedIn(numbers: Uint32Array): ReadonlySet<number> {
  numbers.sort();
  const repeated = new Set<number>();
  for (let at = 1; at < numbers.length; at++)
    if (numbers[at] === numbers[at - 1]) repeated.add(numbers[at] as number);
  return repeated;
}

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
  const visitsNat = pathsWith(journeys, (hook, base) => hook === 'postrouting' && base?.nat === true);
  const slots = new Uint8Array(slotCount(journeys.count));
  const numberOf = flowNumbers(events).sent;
  const times: number[] = [];
  // Hashes first: two flows in one slot only cost a second look, and where no slot is met twice there is none.
  let isAnyAgain = false;
  for (let journey = 0; journey < journeys.count; journey++) {
    if (visitsNat[journeys.shape[journey] as number] !== 1) continue;
    const slot = slotOf(lastEvent(journeys, journey));
    isAnyAgain ||= slots[slot] !== 0;
    slots[slot] = slots[slot] === 0 ? ONCE : AGAIN;
  }
  if (!isAnyAgain) return () => false;
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = lastEvent(journeys, journey);
    if (visitsNat[journeys.shape[journey] as number] !== 1 || slots[slotOf(last)] !== AGAIN) continue;
    const flow = numberOf(last);
    if (flow >= 0) times[flow] = (times[flow] ?? 0) + 1;
  }
  return (event) => slots[slotOf(event)] === AGAIN && (times[numberOf(event)] ?? 0) > 1;

  function slotOf(event: number): number {
    const { src, dst, sport, dport } = events.headers;
    const head = events.header[event] as number;
    const from = Math.imul(src[head] as number, 0x9e3779b1) ^ (sport[head] as number);
    const to = Math.imul(dst[head] as number, 0x85ebca6b) ^ (dport[head] as number);
    const mixed = Math.imul(Math.imul(from, 0xc2b2ae35) ^ to, 0x27d4eb2f);
    return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
  }
}

const [ONCE, AGAIN] = [1, 2];

/** Some eight slots a journey: few flows fall together. */
function slotCount(journeys: number): number {
  return 2 ** Math.ceil(Math.log2(journeys * 8 + 1));
}

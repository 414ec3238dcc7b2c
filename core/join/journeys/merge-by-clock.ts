import type { TraceEvents } from '../../model/trace.ts';
import { deltaNumber } from '../../model/delta-column.ts';
import { reorderEvents } from './reorder-events.ts';

/**
 * The events with those of the given logs in the order of the kernel's clock: two logs of one boot that each have lines
 * which the other lost (the ring buffer's end in dmesg, a rate limit in the journal) belong together line by line.
 * Each pair must be of one boot. A log whose clock runs backwards, or that has lines without it, is left where it is.
 */
export function mergeByClock(
  events: TraceEvents,
  pairs: readonly (readonly [number, number])[],
): TraceEvents {
  const group = new Set(pairs.filter((pair) => pair.every((log) => runsForward(events, log))).flat());
  if (group.size === 0) return events;
  const places: number[] = [];
  events.log.forEach((log, event) => {
    if (group.has(log)) places.push(event);
  });
  const clock = (event: number): number => deltaNumber(events.uptime, event);
  const sorted = [...places].sort((a, b) => clock(a) - clock(b) || a - b);
  const order = Uint32Array.from(events.log, (_, event) => event);
  places.forEach((place, index) => {
    order[place] = sorted[index] as number;
  });
  return reorderEvents(events, order);
}

function runsForward(events: TraceEvents, log: number): boolean {
  let last = -Infinity;
  for (let event = 0; event < events.count; event++) {
    if (events.log[event] !== log) continue;
    const now = deltaNumber(events.uptime, event);
    if (!(now >= last)) return false;
    last = now;
  }
  return true;
}

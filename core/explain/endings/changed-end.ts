import type { JourneyEnd } from './journey-end.ts';

/**
 * The ending with some facts changed. No other fact is looked at on the way: a copy would look at them all, and an
 * explanation that looked at all holds for no other packet (cache/recorded-reads.ts). What it inherits, spread leaves out.
 */
export function changedEnd(ending: JourneyEnd, changes: Partial<JourneyEnd>): JourneyEnd {
  return Object.create(ending, Object.getOwnPropertyDescriptors(changes)) as JourneyEnd;
}

/** The ending as if the last step had let the packet pass, with what its rule changed of the header: what routing is asked. */
export function passedEnd(ending: JourneyEnd, changes: Partial<JourneyEnd> = {}): JourneyEnd {
  return changedEnd(ending, { ...changes, last: { ...ending.last, verdict: 'accept' } });
}

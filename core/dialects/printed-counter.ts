import type { Counter } from '../model/ruleset.ts';

/** A counter by its packets and bytes as the tools print them; null unless both are numbers of 64 bits. */
export function printedCounter(packets: string | undefined, bytes: string | undefined): Counter | null {
  const counter = { packets: countOf(packets), bytes: countOf(bytes) };
  return Number.isNaN(counter.packets + counter.bytes) ? null : counter;
}

function countOf(text = ''): number {
  const count = text === '' ? NaN : Number(text);
  return Number.isInteger(count) && count >= 0 && count <= 2 ** 64 ? count : NaN;
}

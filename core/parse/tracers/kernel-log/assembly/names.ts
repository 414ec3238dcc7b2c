import { mixed } from './bytes';

/** Interface names, addresses and MACs of the last lines, with their numbers among the reader's names. */
const SLOTS: u64 = 4096;
/** Longer ones are looked up by the reader each time. */
const LONGEST: usize = 24;
/** Three words of text, padded with zeros, then length and number. */
const BYTES: usize = 32;
const LENGTH: usize = 24;
const NAME: usize = 28;
const TABLE = memory.data(4096 * 32, 16);

/** The number of the name in `[start, end)`, which is not empty; -1 where it is not known. */
export function findName(start: usize, end: usize): i32 {
  if (end - start > LONGEST) return -1;
  const slot = slotOf(start, end);
  return isAt(slot, start, end) ? load<i32>(slot, NAME) : -1;
}

export function learnName(start: usize, end: usize, name: i32): void {
  if (end - start > LONGEST || end == start) return;
  const slot = slotOf(start, end);
  store<u64>(slot, wordOf(start, end));
  store<u64>(slot, wordOf(start + 8, end), 8);
  store<u64>(slot, wordOf(start + 16, end), 16);
  store<i32>(slot, <i32>(end - start), LENGTH);
  store<i32>(slot, name, NAME);
}

function isAt(slot: usize, start: usize, end: usize): bool {
  return (
    load<i32>(slot, LENGTH) == <i32>(end - start) &&
    load<u64>(slot) == wordOf(start, end) &&
    load<u64>(slot, 8) == wordOf(start + 8, end) &&
    load<u64>(slot, 16) == wordOf(start + 16, end)
  );
}

function slotOf(start: usize, end: usize): usize {
  const hash = mixed(mixed(mixed(wordOf(start, end)) ^ wordOf(start + 8, end)) ^ wordOf(start + 16, end));
  return TABLE + <usize>((hash >> 17) & (SLOTS - 1)) * BYTES;
}

/** Eight bytes from `at` on; those from `end` on are zeros. */
function wordOf(at: usize, end: usize): u64 {
  if (at + 8 <= end) return load<u64>(at);
  return at >= end ? 0 : (load<u64>(at) << (64 - (end - at) * 8)) >> (64 - (end - at) * 8);
}

export function forgetNames(): void {
  memory.fill(TABLE, 0, 4096 * 32);
}

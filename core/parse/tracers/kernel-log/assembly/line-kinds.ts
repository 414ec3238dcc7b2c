import { hashOf, sameShort } from './bytes';

/**
 * What stands between prefix and fields of the last lines, with its place in the trace columns:
 *
 *   TRACE: filter:FORWARD:rule:2
 *   [UFW BLOCK]
 */
const SLOTS: u64 = 2048;
/** Longer ones are read anew each time. */
const LONGEST: i32 = 96;
/** Text, then length, host, and the places of IPv4 and IPv6. */
const BYTES: usize = 128;
const LENGTH: usize = 96;
const HOST: usize = 100;
const PLACES: usize = 104;
const TABLE = memory.data(2048 * 128, 16);

const I: u8 = 0x49;
const N: u8 = 0x4e;
const EQUALS: u8 = 0x3d;
const NEWLINE: u8 = 0x0a;

/** The slot that the last kind belongs to. */
let slot: usize = 0;

/** Where the fields begin after the kind at `start`: at the line's first `IN=`, before `end`; 0 for nowhere near. */
export function findFields(start: usize, end: usize): usize {
  const is = v128.splat<u8>(I);
  const ns = v128.splat<u8>(N);
  const equals = v128.splat<u8>(EQUALS);
  const newlines = v128.splat<u8>(NEWLINE);
  for (let at = start; at < start + LONGEST && at < end; at += 16) {
    const bytes = v128.load(at);
    const found = v128.and(
      v128.eq<u8>(bytes, is),
      v128.and(v128.eq<u8>(v128.load(at, 1), ns), v128.eq<u8>(v128.load(at, 2), equals)),
    );
    const marks = v128.bitmask<u8>(v128.or(found, v128.eq<u8>(bytes, newlines)));
    if (marks != 0) {
      const fields = at + ctz(marks);
      return load<u8>(fields) == I && <i32>(fields - start) <= LONGEST && fields < end ? fields : 0;
    }
  }
  return 0;
}

/** The slot of the kind in `[start, end)`, of a line of that host; 0 where it is not known. */
export function findLineKind(start: usize, end: usize, host: i32): usize {
  const length = <i32>(end - start);
  slot = TABLE + <usize>((hashOf(start, length) >> 11) & (SLOTS - 1)) * BYTES;
  const isKnown =
    load<i32>(slot, LENGTH) == length && load<i32>(slot, HOST) == host && sameShort(start, slot, length);
  return isKnown ? slot : 0;
}

/** The kind's place for packets of IPv4 (0) or IPv6 (1); -1 where it is not known. */
export function placeAt(kind: usize, ipv6: i32): i32 {
  return load<i32>(kind + ((<usize>ipv6) << 2), PLACES);
}

/** Gives the kind that was looked for last its place. */
export function learnLineKind(start: usize, end: usize, host: i32, ipv6: i32, place: i32): void {
  if (findLineKind(start, end, host) == 0) {
    const length = <i32>(end - start);
    memory.copy(slot, start, length);
    store<i32>(slot, length, LENGTH);
    store<i32>(slot, host, HOST);
    store<i64>(slot, -1, PLACES);
  }
  store<i32>(slot + ((<usize>ipv6) << 2), place, PLACES);
}

export function forgetLineKinds(): void {
  memory.fill(TABLE, 0, 2048 * 128);
}

import { learnName } from './names';

/**
 * Headers and identities of lines that are not known, row after row as header-rows.ts has them, until the reader takes
 * them all at once, so that the scan need not stop for each. Until then a row's place here, with the sign bit set, stands
 * for its number.
 */
export const HEADER_BYTES: usize = 4 * 11;
export const IDENTITY_BYTES: usize = 4 * 12;
/** Each is of a row of rows.ts of its own: there can't be more of them. */
export const CAPACITY: i32 = 4096;
const HEADERS = memory.data(4096 * 44, 16);
const IDENTITIES = memory.data(4096 * 48, 16);
/** What the reader found: their numbers. */
const HEADER_NUMBERS = memory.data(4096 * 4, 16);
const IDENTITY_NUMBERS = memory.data(4096 * 4, 16);
/** The entry of header-cache.ts that each of them belongs to. */
const ENTRIES = memory.data(4096 * 4, 16);

/** Names in them that are not known: the field, and where the name begins and ends. */
const NAME_BYTES: usize = 12;
const NAMES = memory.data(8 * 4096 * 12, 16);

export let count: i32 = 0;
export let names: i32 = 0;

export function headersAt(): usize {
  return HEADERS;
}

export function identitiesAt(): usize {
  return IDENTITIES;
}

export function headerNumbersAt(): usize {
  return HEADER_NUMBERS;
}

export function identityNumbersAt(): usize {
  return IDENTITY_NUMBERS;
}

export function namesAt(): usize {
  return NAMES;
}

export function pendingCount(): i32 {
  return count;
}

export function pendingNames(): i32 {
  return names;
}

export function nextHeader(): usize {
  return HEADERS + <usize>count * HEADER_BYTES;
}

export function nextIdentity(): usize {
  return IDENTITIES + <usize>count * IDENTITY_BYTES;
}

/** The name of the field at `field` stands in `[start, end)`, and is not known. */
export function wantName(field: usize, start: usize, end: usize): void {
  const at = NAMES + <usize>names * NAME_BYTES;
  store<u32>(at, <u32>field);
  store<u32>(at, <u32>start, 4);
  store<u32>(at, <u32>end, 8);
  names++;
}

/** Forgets the names from the `from`th on. */
export function unwantNames(from: i32): void {
  names = from;
}

/** What stands for the numbers of the `which`th header and identity. */
export function standsFor(which: i32): i32 {
  return which | i32.MIN_VALUE;
}

/** Takes the next row of both for that of an entry. */
export function addPending(entry: usize): void {
  store<u32>(ENTRIES + ((<usize>count) << 2), <u32>entry);
  count++;
}

/** The number of the `which`th of the names. */
export function nameFound(which: i32, name: i32): void {
  const at = NAMES + <usize>which * NAME_BYTES;
  store<i32>(load<u32>(at), name);
  learnName(load<u32>(at, 4), load<u32>(at, 8), name);
}

/** Of what stands for a number, that number. */
export function headerNumber(stands: i32): i32 {
  return stands >= 0 ? stands : load<i32>(HEADER_NUMBERS + ((<usize>(stands & i32.MAX_VALUE)) << 2));
}

export function identityNumber(stands: i32): i32 {
  return stands >= 0 ? stands : load<i32>(IDENTITY_NUMBERS + ((<usize>(stands & i32.MAX_VALUE)) << 2));
}

export function entryOf(which: i32): usize {
  return load<u32>(ENTRIES + ((<usize>which) << 2));
}

export function forgetPending(): void {
  count = 0;
  names = 0;
}

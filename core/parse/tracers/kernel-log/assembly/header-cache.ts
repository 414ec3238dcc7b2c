import { mixed, sameLong } from './bytes';

/**
 * The packet headers of the last lines, as text, from `IN=` to the end of the line. A packet's lines repeat its header
 * until NAT, routing or a mark changes it:
 *
 *   TRACE: filter:FORWARD:rule:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 ... URGP=0 OPT (0101080A1F2E3D4C5B6A7988)
 *   TRACE: filter:DOCKER-USER:return:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 ... URGP=0 OPT (0101080A1F2E3D4C5B6A7988)
 */
const SLOTS: u64 = 512;
/** Longer ones are read anew each time, and shorter ones, too. */
const LONGEST: i32 = 512;
const SHORTEST: i32 = 16;
const TEXTS = memory.data(512 * 512, 16);
/** Of each slot: length, host, header, identity, TTL, 1 for IPv6. */
const ENTRY_BYTES: usize = 32;
const LENGTH: usize = 0;
const HOST: usize = 4;
const HEADER: usize = 8;
const IDENTITY: usize = 12;
const TTL: usize = 16;
const IPV6: usize = 20;
const ENTRIES = memory.data(512 * 32, 16);

const NEWLINE: u8 = 0x0a;

/** After the `\n` of the header that was looked for last. */
export let headerEnd: usize = 0;
let slot: usize = 0;
let length: i32 = 0;

/** The entry of the header that begins at `start` and ends with the next `\n`, which stands before `end`; 0 if not known. */
export function findHeader(start: usize, end: usize, host: i32): usize {
  locate(start, end);
  if (length < SHORTEST || length > LONGEST) return 0;
  const entry = ENTRIES + slot * ENTRY_BYTES;
  const isKnown =
    load<i32>(entry, LENGTH) == length &&
    load<i32>(entry, HOST) == host &&
    sameLong(start, TEXTS + slot * LONGEST, length);
  return isKnown ? entry : 0;
}

/** What the header that was looked for last was read as; returns its entry, 0 where it is not kept. */
export function learnHeader(host: i32, header: i32, identity: i32, ttl: i32, ipv6: i32): usize {
  if (length < SHORTEST || length > LONGEST) return 0;
  const entry = ENTRIES + slot * ENTRY_BYTES;
  memory.copy(TEXTS + slot * LONGEST, headerEnd - length, length);
  store<i32>(entry, length, LENGTH);
  store<i32>(entry, host, HOST);
  store<i32>(entry, header, HEADER);
  store<i32>(entry, identity, IDENTITY);
  store<i32>(entry, ttl, TTL);
  store<i32>(entry, ipv6, IPV6);
  return entry;
}

/** Replaces what stands for a header and an identity (pending.ts) by their numbers, if it is still this entry's. */
export function settleHeader(entry: usize, stands: i32, header: i32, identity: i32): void {
  if (entry == 0 || load<i32>(entry, HEADER) != stands) return;
  store<i32>(entry, header, HEADER);
  store<i32>(entry, identity, IDENTITY);
}

export function forgetHeaders(): void {
  memory.fill(ENTRIES, 0, 512 * 32);
}

export function headerOf(entry: usize): i32 {
  return load<i32>(entry, HEADER);
}

export function identityOf(entry: usize): i32 {
  return load<i32>(entry, IDENTITY);
}

export function ttlOf(entry: usize): i32 {
  return load<i32>(entry, TTL);
}

export function isIpv6(entry: usize): i32 {
  return load<i32>(entry, IPV6);
}

/** Finds the header's end, and the slot where it belongs. */
function locate(start: usize, end: usize): void {
  const newlines = v128.splat<u8>(NEWLINE);
  let hash = v128.splat<u64>(0);
  let at = start;
  let marks = 0;
  for (; at < end; at += 16) {
    const bytes = v128.load(at);
    marks = v128.bitmask<u8>(v128.eq<u8>(bytes, newlines));
    if (marks != 0) break;
    hash = turned(hash, bytes);
  }
  headerEnd = marks == 0 ? end : at + ctz(marks) + 1;
  length = <i32>(headerEnd - start);
  if (length >= SHORTEST) hash = turned(hash, v128.load(headerEnd - 16));
  const whole = mixed(v128.extract_lane<u64>(hash, 0) ^ (<u64>length)) ^ v128.extract_lane<u64>(hash, 1);
  slot = <usize>((mixed(whole) >> 13) & (SLOTS - 1));
}

function turned(hash: v128, bytes: v128): v128 {
  const rotated = v128.or(v128.shl<u64>(hash, 5), v128.shr<u64>(hash, 59));
  return v128.add<u64>(v128.xor(rotated, bytes), v128.shl<u64>(bytes, 17));
}

import { crcBzip2 } from './checksums';
import {
  consumeTo,
  grown,
  inputAt,
  inputEnd,
  isLast,
  openTable,
  outputAt,
  outputTo,
  restartOutput,
  windowAt,
} from './stream';
import { status } from './status';

/**
 * bzip2, block by block, backwards from how a block is made (bzip2's decompress.c): Huffman codes, runs of zeros and
 * move-to-front, the Burrows-Wheeler transform, runs of four bytes and more. Bits stand highest first.
 */

const LARGEST_BLOCK: u32 = 900_000;
/** Rows of the transform: the next row's number above the byte. */
const ROWS_BYTES: usize = 4 * 900_000;
const STEP_BYTES: usize = 1 << 18;
const LONGEST_RUN: usize = 255;
/** More than a block takes: 900,000 symbols of 20 bits, and its tables. */
const BLOCK_BYTES: usize = 5 << 19;

let hold: u64 = 0;
let have: i32 = 0;
let at: usize = 0;

let largest: u32 = 0;
let streamSum: u32 = 0;
let blockSum: u32 = 0;
let sum: u32 = 0;

let row: u32 = 0;
let rowsLeft: u32 = 0;
let previous: i32 = -1;
let same: u32 = 0;

/** Begins with the next stream, at a whole byte. */
export function bzip2Begin(): void {
  openTable(ROWS_BYTES, STEP_BYTES + LONGEST_RUN);
  hold = 0;
  have = 0;
}

function take(count: i32): u32 {
  if (have < count) {
    hold = (hold << 32) | bswap<u32>(load<u32>(at));
    at += 4;
    have += 32;
  }
  have -= count;
  return u32(hold >> have) & ((1 << count) - 1);
}

/** Whether bits were taken that the input does not have. */
function isPastEnd(): bool {
  return at - (have >> 3) > inputEnd();
}

/** Gives back what was read ahead, but for the bits of a byte that is begun. */
function leave(): void {
  at -= have >> 3;
  hold >>= have & ~7;
  have &= 7;
  consumeTo(at);
}

/** Reads `BZh1` to `BZh9`. */
export function bzip2Header(): i32 {
  have = 0;
  at = inputAt();
  if (inputEnd() - at < 4) return isLast() ? status.truncated : status.more;
  const level = load<u8>(at, 3) - 0x30;
  if ((load<u32>(at) & 0xffffff) != 0x685a42 || level < 1 || level > 9) return status.damaged;
  largest = level * 100_000;
  streamSum = 0;
  consumeTo(at + 4);
  return status.end;
}

/** Reads the next block, whose bytes `bzip2Output` then gives: `full`. `end` is the end of the stream. */
export function bzip2Block(): i32 {
  if (inputEnd() - inputAt() < BLOCK_BYTES && !isLast()) return status.more;
  at = inputAt();
  const high = take(24);
  const low = take(24);
  const stated = take(16) << 16;
  const stored = stated | take(16);
  if (isPastEnd()) return status.truncated;
  if (high == 0x177245 && low == 0x385090) {
    leave();
    have = 0;
    return stored == streamSum ? status.end : status.damaged;
  }
  if (high != 0x314159 || low != 0x265359) return status.damaged;
  blockSum = stored;
  streamSum = rotl<u32>(streamSum, 1) ^ stored;
  if (!grown(windowAt() + ROWS_BYTES + STEP_BYTES + LONGEST_RUN)) return status.memory;
  const result = readBlock();
  leave();
  return isPastEnd() ? status.truncated : result;
}

const FAST_BITS: i32 = 10;
const GROUP_SYMBOLS = 50;
const FRONT = memory.data(256 + 16, 16);
const SELECTORS = memory.data(32768, 16);
const LENGTHS = memory.data(260, 16);
const FAST = memory.data(6 * 2048, 16);
/** For each group: the symbols in order of their codes, and by length the first code above it and the distance to its index. */
const SYMBOLS = memory.data(6 * 520, 16);
const LIMITS = memory.data(6 * 88, 16);
const OFFSETS = memory.data(6 * 88, 16);
const COUNTS = memory.data(1024, 16);

function readBlock(): i32 {
  // Randomised blocks, which only bzip2 before 0.9.5 wrote.
  if (take(1) == 1) return status.damaged;
  const origin = take(24);
  const used = readUsedBytes();
  const groups = take(3);
  const selectors = take(15);
  if (used == 0 || groups < 2 || groups > 6 || selectors == 0) return status.damaged;
  if (!readSelectors(selectors, groups)) return status.damaged;
  const symbols = used + 2;
  for (let group: u32 = 0; group < groups; group++) {
    if (isPastEnd()) return status.truncated;
    if (!readLengths(symbols) || !makeCode(group, symbols)) return status.damaged;
  }
  const length = readSymbols(selectors, symbols);
  if (isPastEnd()) return status.truncated;
  if (length < 0 || origin >= u32(length)) return status.damaged;
  linkRows(length);
  row = load<u32>(windowAt() + origin * 4) >> 8;
  rowsLeft = length;
  previous = -1;
  same = 0;
  sum = 0;
  return status.full;
}

/** The bytes that occur in the block, into `FRONT`; returns how many. */
function readUsedBytes(): u32 {
  const ranges = take(16);
  let used: u32 = 0;
  for (let range: u32 = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) == 0) continue;
    const members = take(16);
    for (let member: u32 = 0; member < 16; member++)
      if ((members >> (15 - member)) & 1) store<u8>(FRONT + used++, u8(range * 16 + member));
  }
  return used;
}

function readSelectors(count: u32, groups: u32): bool {
  let order: u64 = 0x050403020100;
  for (let i: u32 = 0; i < count; i++) {
    let place: u32 = 0;
    while (take(1) == 1) if (++place >= groups) return false;
    const shift = place * 8;
    const selector = (order >> shift) & 255;
    const mask: u64 = (u64(256) << shift) - 1;
    order = (order & ~mask) | ((order << 8) & mask) | selector;
    store<u8>(SELECTORS + i, u8(selector));
    // Of a stream that ended long ago, nothing more is read.
    if ((i & 255) == 0 && isPastEnd()) return false;
  }
  return true;
}

function readLengths(symbols: u32): bool {
  let length = take(5);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > 20) return false;
      if (take(1) == 0) break;
      length += take(1) == 0 ? 1 : -1;
    }
    store<u8>(LENGTHS + symbol, u8(length));
  }
  return true;
}

/** Makes the canonical code of the lengths; false where there are more codes than bits allow. */
function makeCode(group: u32, symbols: u32): bool {
  const ordered = SYMBOLS + group * 520;
  const limits = LIMITS + group * 88;
  const offsets = OFFSETS + group * 88;
  const fast = FAST + group * 2048;
  memory.fill(fast, 0, 2048);
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length: i32 = 1; length <= 20; length++) {
    store<u32>(offsets + length * 4, code - index);
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(LENGTHS + symbol) != length) continue;
      if (code >> length) return false;
      store<u16>(ordered + index++ * 2, u16(symbol));
      if (length <= FAST_BITS) {
        const entry = u16((symbol << 5) | length);
        const first = code << (FAST_BITS - length);
        for (let i: u32 = 0; i < u32(1) << (FAST_BITS - length); i++)
          store<u16>(fast + (first + i) * 2, entry);
      }
      code++;
    }
    store<u32>(limits + length * 4, code);
    code <<= 1;
  }
  return true;
}

/** `symbol << 5 | length` of the code that the 20 bits begin with; 0 where none does. */
function decodeLong(bits: u32, group: u32, symbols: u32): u32 {
  for (let length: i32 = 1; length <= 20; length++) {
    const code = bits >> (20 - length);
    if (code >= load<u32>(LIMITS + group * 88 + length * 4)) continue;
    const index = code - load<u32>(OFFSETS + group * 88 + length * 4);
    if (index < symbols) return (u32(load<u16>(SYMBOLS + group * 520 + index * 2)) << 5) | length;
  }
  return 0;
}

/** The transformed bytes into the rows; returns how many, negative where they break a rule. */
function readSymbols(selectors: u32, symbols: u32): i32 {
  const rows = windowAt();
  const most = largest;
  const endSymbol = symbols - 1;
  memory.fill(COUNTS, 0, 1024);
  let bits = hold;
  let ready = have;
  let from = at;
  let length: u32 = 0;
  let run: u32 = 0;
  let runPlace: u32 = 1;
  let group: u32 = 0;
  let fast: usize = 0;
  let selector: u32 = 0;
  let left = 0;
  let result = -1;
  for (;;) {
    if (left == 0) {
      if (selector >= selectors || from - (ready >> 3) > inputEnd()) break;
      group = load<u8>(SELECTORS + selector++);
      fast = FAST + group * 2048;
      left = GROUP_SYMBOLS;
    }
    left--;
    if (ready < 20) {
      bits = (bits << 32) | bswap<u32>(load<u32>(from));
      from += 4;
      ready += 32;
    }
    let entry: u32 = load<u16>(fast + ((usize(bits >> (ready - FAST_BITS)) & 1023) << 1));
    if (entry == 0) {
      entry = decodeLong(u32(bits >> (ready - 20)) & 0xfffff, group, symbols);
      if (entry == 0) break;
    }
    ready -= entry & 31;
    const symbol = entry >> 5;
    // Symbols 0 and 1 are the digits 1 and 2 of the length of a run of the byte in front, lowest digit first.
    if (symbol <= 1) {
      run += runPlace << symbol;
      runPlace <<= 1;
      if (run > LARGEST_BLOCK) break;
      continue;
    }
    if (run > 0) {
      if (length + run > most) break;
      const byte: u32 = load<u8>(FRONT);
      store<u32>(COUNTS + byte * 4, load<u32>(COUNTS + byte * 4) + run);
      for (const stop = length + run; length < stop; length++) store<u32>(rows + length * 4, byte);
      run = 0;
      runPlace = 1;
    }
    if (symbol == endSymbol) {
      result = length;
      break;
    }
    if (length >= most) break;
    const place = symbol - 1;
    const byte: u32 = load<u8>(FRONT + place);
    if (place < 8) {
      const front = load<u64>(FRONT);
      const mask = u64(-1) >> ((7 - place) * 8);
      store<u64>(FRONT, (front & ~mask) | ((front << 8) & mask) | byte);
    } else {
      memory.copy(FRONT + 1, FRONT, place);
      store<u8>(FRONT, u8(byte));
    }
    store<u32>(COUNTS + byte * 4, load<u32>(COUNTS + byte * 4) + 1);
    store<u32>(rows + length * 4, byte);
    length++;
  }
  hold = bits;
  have = ready;
  at = from;
  return result;
}

/** Writes above each row's byte which row follows it. */
function linkRows(length: u32): void {
  const rows = windowAt();
  let before: u32 = 0;
  for (let i: usize = 0; i < 1024; i += 4) {
    const count = load<u32>(COUNTS + i);
    store<u32>(COUNTS + i, before);
    before += count;
  }
  for (let i: u32 = 0; i < length; i++) {
    const count = COUNTS + usize(load<u8>(rows + i * 4)) * 4;
    const next = load<u32>(count);
    store<u32>(count, next + 1);
    store<u32>(rows + next * 4, load<u32>(rows + next * 4) | (i << 8));
  }
}

/** Gives the next bytes of the block: `full` where there are more, `end` with the last ones, which the checksum confirms. */
export function bzip2Output(): i32 {
  const rows = windowAt();
  restartOutput();
  const start = outputAt();
  const limit = start + STEP_BYTES;
  let to = start;
  let next = row;
  let left = rowsLeft;
  let before = previous;
  let alike = same;
  while (to < limit && left > 0) {
    const entry = load<u32>(rows + next * 4);
    const byte: i32 = entry & 255;
    next = entry >> 8;
    left--;
    if (alike == 4) {
      memory.fill(to, u8(before), byte);
      to += byte;
      alike = 0;
      before = -1;
    } else {
      alike = byte == before ? alike + 1 : 1;
      before = byte;
      store<u8>(to++, u8(byte));
    }
  }
  row = next;
  rowsLeft = left;
  previous = before;
  same = alike;
  outputTo(to);
  sum = crcBzip2(sum, start, to - start);
  if (left > 0) return status.full;
  return sum == blockSum ? status.end : status.damaged;
}

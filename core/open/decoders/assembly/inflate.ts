import {
  consumeTo,
  copyMatch,
  inputAt,
  inputEnd,
  isLast,
  openWindow,
  outputAt,
  outputTo,
  reserve,
} from './stream';
import { status } from './status';

/** Raw deflate data (RFC 1951). It can stop wherever a code, a stored byte or a block's tables end. */

const WINDOW_BYTES: usize = 1 << 15;
/** So much is unpacked in one step; a match may go beyond. */
const STEP_BYTES: usize = 1 << 18;
const LONGEST_MATCH: usize = 258;
/** The most that the tables of a block take: 19 lengths of 3 bits, 320 of at most 14. */
const TABLE_BYTES: usize = 600;

const betweenBlocks = 0;
const inStored = 1;
const inCodes = 2;
const atEnd = 3;
let mode = betweenBlocks;
let isFinal = false;
let hold: u64 = 0;
let bits: i32 = 0;
let storedLeft: usize = 0;
let history: usize = 0;

export function inflateBegin(): void {
  openWindow(WINDOW_BYTES, STEP_BYTES + LONGEST_MATCH);
  mode = betweenBlocks;
  isFinal = false;
  hold = 0;
  bits = 0;
  history = 0;
}

/** Unpacks what is at hand; returns a `status`. At the end, the input stands at the byte after the stream. */
export function inflateStep(): i32 {
  if (!reserve(STEP_BYTES + LONGEST_MATCH)) return status.memory;
  const limit = outputAt() + STEP_BYTES;
  let result = goesOn;
  while (result < 0)
    result =
      mode == betweenBlocks
        ? beginBlock()
        : mode == inStored
          ? copyStored(limit)
          : mode == inCodes
            ? decodeCodes(limit)
            : status.end;
  return result;
}

/** Goes on with the next step of the same call. */
const goesOn: i32 = -1;

function refill(): void {
  let at = inputAt();
  const end = inputEnd();
  while (bits <= 48 && at < end) {
    hold |= u64(load<u8>(at++)) << bits;
    bits += 8;
  }
  consumeTo(at);
}

/** The next bits; `bits` is negative after it where the input had too few. */
function take(count: i32): u32 {
  if (bits < count) refill();
  const value = u32(hold & ((1 << count) - 1));
  hold >>= count;
  bits -= count;
  return value;
}

/** Gives whole bytes that were read ahead back to the input. */
function alignInput(): void {
  consumeTo(inputAt() - (max<i32>(bits, 0) >> 3));
  bits = 0;
  hold = 0;
}

function beginBlock(): i32 {
  if (isFinal) {
    alignInput();
    mode = atEnd;
    return status.end;
  }
  if (inputEnd() - inputAt() < TABLE_BYTES && !isLast()) return status.more;
  isFinal = take(1) == 1;
  const kind = take(2);
  if (bits < 0) return status.truncated;
  if (kind == 0) {
    alignInput();
    const at = inputAt();
    if (at + 4 > inputEnd()) return status.truncated;
    storedLeft = load<u16>(at);
    if ((storedLeft ^ load<u16>(at, 2)) != 0xffff) return status.damaged;
    consumeTo(at + 4);
    mode = inStored;
    return goesOn;
  }
  if (kind == 3) return status.damaged;
  mode = inCodes;
  return kind == 1 ? fixedTables() : readTables();
}

function copyStored(limit: usize): i32 {
  const to = outputAt();
  if (storedLeft == 0) {
    mode = betweenBlocks;
    return goesOn;
  }
  if (to >= limit) return status.full;
  const from = inputAt();
  const bytes = min<usize>(storedLeft, min<usize>(limit - to, inputEnd() - from));
  if (bytes == 0) return isLast() ? status.truncated : status.more;
  memory.copy(to, from, bytes);
  consumeTo(from + bytes);
  outputTo(to + bytes);
  history = min<usize>(history + bytes, WINDOW_BYTES);
  storedLeft -= bytes;
  return goesOn;
}

/** A canonical code: how many codes of each length, the symbols in order, and what the next 10 bits begin with. */
const FAST_BITS: u32 = 10;
const FAST_MASK: u64 = (1 << FAST_BITS) - 1;
const LENGTHS = memory.data(320, 16);
const LITERAL_COUNTS = memory.data(32, 16);
const LITERAL_SYMBOLS = memory.data(640, 16);
const LITERAL_FAST = memory.data(2 << FAST_BITS, 16);
const DISTANCE_COUNTS = memory.data(32, 16);
const DISTANCE_SYMBOLS = memory.data(64, 16);
const DISTANCE_FAST = memory.data(2 << FAST_BITS, 16);
const NEXT = memory.data(64, 16);

/** Makes a code of the lengths; false where they don't make one. As zlib, it takes a lone code of one bit. */
function makeCode(lengths: usize, count: i32, counts: usize, symbols: usize, fast: usize): bool {
  memory.fill(counts, 0, 32);
  memory.fill(fast, 0, 2 << FAST_BITS);
  for (let i = 0; i < count; i++) {
    const length = load<u8>(lengths + i);
    store<u16>(counts + length * 2, load<u16>(counts + length * 2) + 1);
  }
  const used = count - i32(load<u16>(counts));
  store<u16>(counts, 0);
  let left = 1;
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length = 1; length < 16; length++) {
    const ofLength: i32 = load<u16>(counts + length * 2);
    left = (left << 1) - ofLength;
    if (left < 0) return false;
    code <<= 1;
    store<u32>(NEXT + length * 4, (code << 16) | index);
    code += ofLength;
    index += ofLength;
  }
  if (left > 0 && used > 0 && !(used == 1 && load<u16>(counts, 2) == 1)) return false;
  for (let symbol = 0; symbol < count; symbol++) {
    const length: u32 = load<u8>(lengths + symbol);
    if (length == 0) continue;
    const next = load<u32>(NEXT + length * 4);
    store<u32>(NEXT + length * 4, next + 0x10001);
    store<u16>(symbols + (next & 0xffff) * 2, u16(symbol));
    if (length > FAST_BITS) continue;
    let reversed: u32 = 0;
    for (let bit: u32 = 0; bit < length; bit++) reversed |= ((next >> (16 + bit)) & 1) << (length - 1 - bit);
    for (let at = reversed; at < u32(1) << FAST_BITS; at += u32(1) << length)
      store<u16>(fast + at * 2, u16((symbol << 4) | length));
  }
  return true;
}

/** `symbol << 4 | length` of the code that the bits begin with, bit by bit; 0 where none does. */
function decodeLong(held: u64, counts: usize, symbols: usize): u32 {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length++) {
    code |= i32(held & 1);
    held >>= 1;
    const ofLength: i32 = load<u16>(counts + length * 2);
    if (code - ofLength < first) return (u32(load<u16>(symbols + (index + code - first) * 2)) << 4) | length;
    index += ofLength;
    first = (first + ofLength) << 1;
    code <<= 1;
  }
  return 0;
}

function fixedTables(): i32 {
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  makeCode(LENGTHS, 288, LITERAL_COUNTS, LITERAL_SYMBOLS, LITERAL_FAST);
  // 30 and 31 are no distances, but have codes.
  memory.fill(LENGTHS, 5, 32);
  makeCode(LENGTHS, 32, DISTANCE_COUNTS, DISTANCE_SYMBOLS, DISTANCE_FAST);
  return goesOn;
}

const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

function readTables(): i32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const orders = take(4) + 4;
  if (bits < 0) return status.truncated;
  if (literals > 286 || distances > 30) return status.damaged;
  memory.fill(LENGTHS, 0, 320);
  for (let i: u32 = 0; i < orders; i++) store<u8>(LENGTHS + load<u8>(ORDER + i), u8(take(3)));
  if (bits < 0) return status.truncated;
  if (!makeCode(LENGTHS, 19, LITERAL_COUNTS, LITERAL_SYMBOLS, LITERAL_FAST)) return status.damaged;
  memory.fill(LENGTHS, 0, 320);
  const all = literals + distances;
  for (let at: u32 = 0; at < all;) {
    if (bits < 7) refill();
    const code = decodeLong(hold, LITERAL_COUNTS, LITERAL_SYMBOLS);
    if (code == 0) return bits < 15 && isLast() ? status.truncated : status.damaged;
    take(code & 15);
    const symbol = code >> 4;
    let repeats: u32 = 1;
    let length: u8 = u8(symbol);
    if (symbol == 16) {
      if (at == 0) return status.damaged;
      length = load<u8>(LENGTHS + at - 1);
      repeats = 3 + take(2);
    } else if (symbol >= 17) {
      length = 0;
      repeats = symbol == 17 ? 3 + take(3) : 11 + take(7);
    }
    if (bits < 0) return status.truncated;
    if (at + repeats > all) return status.damaged;
    memory.fill(LENGTHS + at, length, repeats);
    at += repeats;
  }
  if (load<u8>(LENGTHS + 256) == 0) return status.damaged;
  const distanceLengths = LENGTHS + literals;
  if (!makeCode(distanceLengths, distances, DISTANCE_COUNTS, DISTANCE_SYMBOLS, DISTANCE_FAST))
    return status.damaged;
  if (!makeCode(LENGTHS, literals, LITERAL_COUNTS, LITERAL_SYMBOLS, LITERAL_FAST)) return status.damaged;
  return goesOn;
}

const LENGTH_BASE = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]);
const LENGTH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const DISTANCE_BASE = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
]);

function decodeCodes(limit: usize): i32 {
  const lastInput = isLast();
  const end = inputEnd();
  const start = outputAt();
  let at = inputAt();
  let out = start;
  let held = hold;
  let have = bits;
  let result = goesOn;
  for (;;) {
    if (out >= limit) {
      result = status.full;
      break;
    }
    // One literal or match takes 48 bits at most.
    if (end - at >= 8) {
      held |= load<u64>(at) << have;
      at += (63 - have) >> 3;
      have |= 56;
    } else {
      while (have <= 55 && at < end) {
        held |= u64(load<u8>(at++)) << have;
        have += 8;
      }
      if (have < 48 && !lastInput) {
        result = status.more;
        break;
      }
    }
    let code: u32 = load<u16>(LITERAL_FAST + usize(held & FAST_MASK) * 2);
    if (code == 0) code = decodeLong(held, LITERAL_COUNTS, LITERAL_SYMBOLS);
    const symbolBits: i32 = code & 15;
    if (symbolBits == 0) {
      result = lastInput && have < 15 ? status.truncated : status.damaged;
      break;
    }
    const symbol = code >> 4;
    held >>= symbolBits;
    have -= symbolBits;
    if (symbol < 256) {
      if (have < 0) {
        result = status.truncated;
        break;
      }
      store<u8>(out++, u8(symbol));
      continue;
    }
    if (symbol == 256) {
      if (have < 0) result = status.truncated;
      else mode = betweenBlocks;
      break;
    }
    if (symbol > 285) {
      result = status.damaged;
      break;
    }
    const lengthBits: i32 = load<u8>(LENGTH_BITS + symbol - 257);
    const length: usize =
      usize(load<u16>(LENGTH_BASE + (symbol - 257) * 2)) + usize(held & ((1 << lengthBits) - 1));
    held >>= lengthBits;
    let far: u32 = load<u16>(DISTANCE_FAST + usize(held & FAST_MASK) * 2);
    if (far == 0) far = decodeLong(held, DISTANCE_COUNTS, DISTANCE_SYMBOLS);
    const farBits: i32 = far & 15;
    const slot = far >> 4;
    if (farBits == 0 || slot > 29) {
      result = lastInput && have < 28 ? status.truncated : status.damaged;
      break;
    }
    held >>= farBits;
    const extra: i32 = slot < 4 ? 0 : i32(slot >> 1) - 1;
    const distance: usize = usize(load<u16>(DISTANCE_BASE + slot * 2)) + usize(held & ((1 << extra) - 1));
    held >>= extra;
    have -= lengthBits + farBits + extra;
    if (have < 0) {
      result = status.truncated;
      break;
    }
    if (distance > history + (out - start)) {
      result = status.damaged;
      break;
    }
    copyMatch(out, distance, length);
    out += length;
  }
  history = min<usize>(history + (out - start), WINDOW_BYTES);
  // Whole bytes go back to the input, which may be moved before they are read again.
  if (have > 0) {
    at -= have >> 3;
    have &= 7;
    held &= (1 << have) - 1;
  } else held = 0;
  hold = held;
  bits = have;
  consumeTo(at);
  outputTo(out);
  return result;
}

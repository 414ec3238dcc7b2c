/** The entropy codes of Zstandard (RFC 8878, section 4): FSE and Huffman, whose bits are read from the end. */

/** The place of the highest bit. */
export function highBit(value: u32): i32 {
  return 31 - i32(clz<u32>(value));
}

/** How many bits a backward stream has; negative where its last byte lacks the bit that marks its end. */
export function backwardBits(from: usize, bytes: usize): i32 {
  if (bytes == 0) return -1;
  const last: u32 = load<u8>(from + bytes - 1);
  return last == 0 ? -1 : i32(bytes - 1) * 8 + highBit(last);
}

/** The `count` bits below bit `position`; what lies before the stream's first bit has no meaning. */
export function backward(from: usize, position: i32, count: i32): u32 {
  const low = position - count;
  return u32((load<u64>(from + (low >> 3)) >> (low & 7)) & ((u64(1) << count) - 1));
}

const NORMAL = memory.data(512, 16);
const NEXT = memory.data(512, 16);

/** Of the last table that was read: the bytes of its description, and its accuracy. */
export let tableBytes: usize = 0;
export let tableLog: i32 = 0;

/**
 * Reads the description of an FSE table of symbols up to `mostSymbol` and makes it at `table`; false where it is none. An
 * entry: the symbol, above it 8 bits of how many bits follow, above them 16 of what is added to those.
 */
export function readFse(from: usize, bytes: usize, mostLog: i32, mostSymbol: i32, table: usize): bool {
  if (bytes < 1) return false;
  const all = i32(min<usize>(bytes, 1 << 16)) * 8;
  let position = 4;
  const log = i32(load<u8>(from) & 15) + 5;
  if (log > mostLog) return false;
  memory.fill(NORMAL, 0, 512);
  let left: i32 = 1 << log;
  let symbol = 0;
  while (left > 0 && symbol <= mostSymbol) {
    if (position > all) return false;
    const width = highBit(left + 1) + 1;
    let value = i32(load<u64>(from + (position >> 3)) >> (position & 7)) & ((1 << width) - 1);
    const lower = (1 << (width - 1)) - 1;
    const threshold = (1 << width) - 1 - (left + 1);
    if ((value & lower) < threshold) {
      value &= lower;
      position += width - 1;
    } else {
      if (value > lower) value -= threshold;
      position += width;
    }
    const share = value - 1;
    left -= share < 0 ? 1 : share;
    store<i16>(NORMAL + symbol++ * 2, i16(share));
    if (share != 0) continue;
    for (let repeats = 3; repeats == 3;) {
      if (position > all) return false;
      repeats = i32(load<u16>(from + (position >> 3)) >> (position & 7)) & 3;
      position += 2;
      symbol += repeats;
      if (symbol > mostSymbol + 1) return false;
    }
  }
  if (left != 0 || position > all) return false;
  tableBytes = (position + 7) >> 3;
  tableLog = log;
  makeFse(table, log, symbol);
  return true;
}

/** The table of the shares of `symbols` symbols, which are known beforehand. */
export function presetFse(shares: usize, symbols: i32, log: i32, table: usize): void {
  memory.fill(NORMAL, 0, 512);
  for (let symbol = 0; symbol < symbols; symbol++) store<i16>(NORMAL + symbol * 2, load<i8>(shares + symbol));
  makeFse(table, log, symbols);
}

/** The table of one symbol that takes no bits. */
export function singleFse(symbol: u32, table: usize): void {
  store<u32>(table, symbol);
}

function makeFse(table: usize, log: i32, symbols: i32): void {
  const size = 1 << log;
  let high = size - 1;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const share: i32 = load<i16>(NORMAL + symbol * 2);
    if (share == -1) store<u32>(table + high-- * 4, symbol);
    store<u16>(NEXT + symbol * 2, u16(share == -1 ? 1 : share));
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const share: i32 = load<i16>(NORMAL + symbol * 2);
    for (let i = 0; i < share; i++) {
      store<u32>(table + position * 4, symbol);
      do position = (position + step) & (size - 1);
      while (position > high);
    }
  }
  for (let at = 0; at < size; at++) {
    const symbol = load<u32>(table + at * 4);
    const next: u32 = load<u16>(NEXT + symbol * 2);
    store<u16>(NEXT + symbol * 2, u16(next + 1));
    const width = log - highBit(next);
    store<u32>(table + at * 4, symbol | (width << 8) | (((next << width) - size) << 16));
  }
}

const HUFFMAN_LOG: u32 = 11;
const WEIGHTS = memory.data(256 + 64, 16);
const WEIGHT_TABLE = memory.data(4 << 6, 16);
const RANKS = memory.data(64, 16);
/** By the next bits: the symbol, above it how many bits it takes. */
export const HUFFMAN = memory.data(2 << 11, 16);
export let huffmanLog: i32 = 0;
/** Of the last Huffman description that was read. */
export let huffmanBytes: usize = 0;

export function forgetHuffman(): void {
  huffmanLog = 0;
}

/** Reads the description of a Huffman code; false where it is none. */
export function readHuffman(from: usize, bytes: usize): bool {
  huffmanLog = 0;
  if (bytes < 1) return false;
  const header: usize = load<u8>(from);
  let count = 0;
  if (header >= 128) {
    count = i32(header) - 127;
    huffmanBytes = 1 + ((count + 1) >> 1);
    if (huffmanBytes > bytes) return false;
    for (let i = 0; i < count; i++) {
      const pair: u32 = load<u8>(from + 1 + (i >> 1));
      store<u8>(WEIGHTS + i, u8(i & 1 ? pair & 15 : pair >> 4));
    }
  } else {
    huffmanBytes = 1 + header;
    if (huffmanBytes > bytes) return false;
    count = readWeights(from + 1, header);
    if (count < 1) return false;
  }
  return makeHuffman(count);
}

/** Weights that two states of one FSE table spell in turn, until the bits are used up. */
function readWeights(from: usize, bytes: usize): i32 {
  if (!readFse(from, bytes, 6, 12, WEIGHT_TABLE)) return -1;
  const start = from + tableBytes;
  let position = tableBytes > bytes ? -1 : backwardBits(start, bytes - tableBytes);
  if (position < 0) return -1;
  const log = tableLog;
  let even = backward(start, position, log);
  position -= log;
  let odd = backward(start, position, log);
  position -= log;
  if (position < 0) return -1;
  for (let count = 0; count < 254;) {
    const entry = load<u32>(WEIGHT_TABLE + even * 4);
    store<u8>(WEIGHTS + count++, u8(entry));
    const width: i32 = (entry >> 8) & 255;
    if (position < width) {
      store<u8>(WEIGHTS + count++, u8(load<u32>(WEIGHT_TABLE + odd * 4)));
      return count;
    }
    even = (entry >> 16) + backward(start, position, width);
    position -= width;
    const turn = even;
    even = odd;
    odd = turn;
  }
  return -1;
}

function makeHuffman(count: i32): bool {
  memory.fill(RANKS, 0, 64);
  let sum: u32 = 0;
  for (let i = 0; i < count; i++) {
    const weight: u32 = load<u8>(WEIGHTS + i);
    if (weight > HUFFMAN_LOG) return false;
    if (weight > 0) sum += 1 << (weight - 1);
    store<u32>(RANKS + weight * 4, load<u32>(RANKS + weight * 4) + 1);
  }
  if (sum == 0) return false;
  const log = highBit(sum) + 1;
  const left = (1 << log) - sum;
  if (u32(log) > HUFFMAN_LOG || (left & (left - 1)) != 0) return false;
  const lastWeight = highBit(left) + 1;
  store<u8>(WEIGHTS + count, u8(lastWeight));
  store<u32>(RANKS + lastWeight * 4, load<u32>(RANKS + lastWeight * 4) + 1);
  let begin: u32 = 0;
  for (let weight = 1; weight <= log; weight++) {
    const symbols = load<u32>(RANKS + weight * 4);
    store<u32>(RANKS + weight * 4, begin);
    begin += symbols << (weight - 1);
  }
  for (let symbol = 0; symbol <= count; symbol++) {
    const weight: i32 = load<u8>(WEIGHTS + symbol);
    if (weight == 0) continue;
    const places: u32 = 1 << (weight - 1);
    const first = load<u32>(RANKS + weight * 4);
    store<u32>(RANKS + weight * 4, first + places);
    const entry = u16(symbol | ((log + 1 - weight) << 8));
    for (let i: u32 = 0; i < places; i++) store<u16>(HUFFMAN + (first + i) * 2, entry);
  }
  huffmanLog = log;
  return true;
}

/** Up to five symbols of a backward stream at once; returns the position after them. */
function fiveSymbols(from: usize, position: i32, to: usize, log: i32): i32 {
  const byteEnd = (position + 7) >> 3;
  let word = load<u64>(from + byteEnd - 8) << (byteEnd * 8 - position);
  const shift = 64 - log;
  let entry: u32 = load<u16>(HUFFMAN + (usize(word >> shift) << 1));
  let used = entry >> 8;
  store<u8>(to, u8(entry));
  word <<= entry >> 8;
  entry = load<u16>(HUFFMAN + (usize(word >> shift) << 1));
  used += entry >> 8;
  store<u8>(to, u8(entry), 1);
  word <<= entry >> 8;
  entry = load<u16>(HUFFMAN + (usize(word >> shift) << 1));
  used += entry >> 8;
  store<u8>(to, u8(entry), 2);
  word <<= entry >> 8;
  entry = load<u16>(HUFFMAN + (usize(word >> shift) << 1));
  used += entry >> 8;
  store<u8>(to, u8(entry), 3);
  word <<= entry >> 8;
  entry = load<u16>(HUFFMAN + (usize(word >> shift) << 1));
  used += entry >> 8;
  store<u8>(to, u8(entry), 4);
  return position - used;
}

/** Decodes `count` symbols, which must use up the stream. */
function oneStream(from: usize, start: i32, to: usize, count: usize): bool {
  const log = huffmanLog;
  let position = start;
  const stop = to + count;
  let at = to;
  while (at + 5 <= stop && position > 0) {
    position = fiveSymbols(from, position, at, log);
    at += 5;
  }
  while (at < stop && position > 0) {
    const entry: u32 = load<u16>(HUFFMAN + (backward(from, position, log) << 1));
    store<u8>(at++, u8(entry));
    position -= entry >> 8;
  }
  return at == stop && position == 0;
}

/** Decodes `count` literals of one stream or four; false where the bytes are not theirs. */
export function readLiterals(from: usize, bytes: usize, isFour: bool, to: usize, count: usize): bool {
  if (huffmanLog == 0) return false;
  if (!isFour) {
    const position = backwardBits(from, bytes);
    return position >= 0 && oneStream(from, position, to, count);
  }
  if (bytes < 10) return false;
  const a = from + 6;
  const b = a + load<u16>(from);
  const c = b + load<u16>(from, 2);
  const d = c + load<u16>(from, 4);
  const end = from + bytes;
  if (d >= end) return false;
  const part = (count + 3) >> 2;
  if (part * 3 > count) return false;
  let positionA = backwardBits(a, b - a);
  let positionB = backwardBits(b, c - b);
  let positionC = backwardBits(c, d - c);
  let positionD = backwardBits(d, end - d);
  if ((positionA | positionB | positionC | positionD) < 0) return false;
  const log = huffmanLog;
  const together = count - part * 3;
  let at: usize = 0;
  // 55 bits are the most that five symbols take.
  for (; at + 5 <= together; at += 5) {
    if (min<i32>(min<i32>(positionA, positionB), min<i32>(positionC, positionD)) < 55) break;
    positionA = fiveSymbols(a, positionA, to + at, log);
    positionB = fiveSymbols(b, positionB, to + part + at, log);
    positionC = fiveSymbols(c, positionC, to + part * 2 + at, log);
    positionD = fiveSymbols(d, positionD, to + part * 3 + at, log);
  }
  return (
    oneStream(a, positionA, to + at, part - at) &&
    oneStream(b, positionB, to + part + at, part - at) &&
    oneStream(c, positionC, to + part * 2 + at, part - at) &&
    oneStream(d, positionD, to + part * 3 + at, together - at)
  );
}

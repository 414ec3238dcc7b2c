import { copyMatch, inputAt, openWindow, outputAt, outputTo, reserve } from './stream';
import { status } from './status';
import {
  backward,
  backwardBits,
  forgetHuffman,
  huffmanBytes,
  presetFse,
  readFse,
  readHuffman,
  readLiterals,
  singleFse,
  tableBytes,
  tableLog,
} from './zstd-entropy';

/** The blocks of a Zstandard frame (RFC 8878, section 3.1.1.3), each of which is at hand as a whole. */

const BLOCK_BYTES: usize = 1 << 17;
const LITERALS = memory.data((1 << 17) + 64, 16);
const LENGTH_TABLE = memory.data(4 << 9, 16);
const OFFSET_TABLE = memory.data(4 << 8, 16);
const MATCH_TABLE = memory.data(4 << 9, 16);

const LENGTH_SHARES = memory.data<i8>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
  -1,
]);
const OFFSET_SHARES = memory.data<i8>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);
const MATCH_SHARES = memory.data<i8>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
const LENGTH_BASE = memory.data<u32>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
  1024, 2048, 4096, 8192, 16384, 32768, 65536,
]);
const LENGTH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16,
]);
const MATCH_BASE = memory.data<u32>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
  32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771,
  65539,
]);
const MATCH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
  2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);

let windowBytes: usize = 0;
let history: usize = 0;
let offset1: u32 = 1;
let offset2: u32 = 4;
let offset3: u32 = 8;
/** Accuracies of the tables of literal lengths, offsets and match lengths; -1 where no block has brought one. */
let lengthLog: i32 = -1;
let offsetLog: i32 = -1;
let matchLog: i32 = -1;

export function zstdBegin(window: u32): void {
  windowBytes = max<usize>(window, 1024);
  openWindow(windowBytes, max<usize>(1 << 20, min<usize>(windowBytes, 16 << 20)));
  history = 0;
  offset1 = 1;
  offset2 = 4;
  offset3 = 8;
  lengthLog = -1;
  offsetLog = -1;
  matchLog = -1;
  forgetHuffman();
}

/** A block that is stored as it is. */
export function zstdRaw(bytes: usize): i32 {
  if (!reserve(bytes)) return status.memory;
  memory.copy(outputAt(), inputAt(), bytes);
  return written(bytes);
}

/** A block of `bytes` times the input's one byte. */
export function zstdRun(bytes: usize): i32 {
  if (bytes > BLOCK_BYTES) return status.damaged;
  if (!reserve(bytes)) return status.memory;
  memory.fill(outputAt(), load<u8>(inputAt()), bytes);
  return written(bytes);
}

function written(bytes: usize): i32 {
  outputTo(outputAt() + bytes);
  history = min<usize>(history + bytes, windowBytes);
  return status.end;
}

/** What the literals' section took, and what it says. */
let literalBytes: usize = 0;
let sectionBytes: usize = 0;

export function zstdBlock(packedBytes: usize): i32 {
  const from = inputAt();
  const end = from + packedBytes;
  if (!reserve(BLOCK_BYTES)) return status.memory;
  if (!readLiteralSection(from, end - from)) return status.damaged;
  let at = from + sectionBytes;
  if (at >= end) return status.damaged;
  let sequences: u32 = load<u8>(at++);
  if (sequences >= 128) {
    if (at + 2 > end) return status.damaged;
    if (sequences == 255) {
      sequences = u32(load<u16>(at)) + 0x7f00;
      at += 2;
    } else sequences = ((sequences - 128) << 8) + load<u8>(at++);
  }
  if (sequences == 0) {
    if (at != end) return status.damaged;
    memory.copy(outputAt(), LITERALS, literalBytes);
    return written(literalBytes);
  }
  if (at >= end) return status.damaged;
  const modes: u32 = load<u8>(at++);
  if (modes & 3) return status.damaged;
  at = readTable(modes >> 6, at, end, 0);
  if (at != 0) at = readTable((modes >> 4) & 3, at, end, 1);
  if (at != 0) at = readTable((modes >> 2) & 3, at, end, 2);
  if (at == 0) return status.damaged;
  const bytes = execute(sequences, at, end - at);
  return bytes < 0 ? status.damaged : written(bytes);
}

function readLiteralSection(from: usize, bytes: usize): bool {
  if (bytes < 1) return false;
  const first: u32 = load<u8>(from);
  const kind = first & 3;
  const format = (first >> 2) & 3;
  // All of the block is at hand, and more memory after it.
  const header = load<u64>(from);
  if (kind <= 1) {
    const headerBytes: usize = format == 1 ? 2 : format == 3 ? 3 : 1;
    const size: usize =
      format == 1 ? usize((header >> 4) & 0xfff) : format == 3 ? usize((header >> 4) & 0xfffff) : first >> 3;
    sectionBytes = headerBytes + (kind == 0 ? size : 1);
    if (size > BLOCK_BYTES || sectionBytes > bytes) return false;
    if (kind == 0) memory.copy(LITERALS, from + headerBytes, size);
    else memory.fill(LITERALS, load<u8>(from + headerBytes), size);
    literalBytes = size;
    return true;
  }
  const width: u64 = format <= 1 ? 10 : format == 2 ? 14 : 18;
  const headerBytes: usize = format <= 1 ? 3 : format == 2 ? 4 : 5;
  const mask = (u64(1) << width) - 1;
  const size = usize((header >> 4) & mask);
  const packed = usize((header >> (4 + width)) & mask);
  sectionBytes = headerBytes + packed;
  if (size > BLOCK_BYTES || sectionBytes > bytes) return false;
  let at = from + headerBytes;
  let left = packed;
  if (kind == 2) {
    if (!readHuffman(at, left)) return false;
    at += huffmanBytes;
    left -= huffmanBytes;
  }
  literalBytes = size;
  return readLiterals(at, left, format != 0, LITERALS, size);
}

/** Makes the table of literal lengths (0), offsets (1) or match lengths (2); returns where it goes on, 0 for damage. */
function readTable(mode: u32, at: usize, end: usize, what: i32): usize {
  const table = what == 0 ? LENGTH_TABLE : what == 1 ? OFFSET_TABLE : MATCH_TABLE;
  const mostSymbol = what == 0 ? 35 : what == 1 ? 31 : 52;
  let log = what == 0 ? lengthLog : what == 1 ? offsetLog : matchLog;
  let next = at;
  if (mode == 0) {
    log = what == 1 ? 5 : 6;
    if (what == 0) presetFse(LENGTH_SHARES, 36, 6, table);
    else if (what == 1) presetFse(OFFSET_SHARES, 29, 5, table);
    else presetFse(MATCH_SHARES, 53, 6, table);
  } else if (mode == 1) {
    if (at >= end) return 0;
    const symbol: i32 = load<u8>(at);
    if (symbol > mostSymbol) return 0;
    singleFse(symbol, table);
    log = 0;
    next = at + 1;
  } else if (mode == 2) {
    if (!readFse(at, end - at, what == 1 ? 8 : 9, mostSymbol, table)) return 0;
    log = tableLog;
    next = at + tableBytes;
  } else if (log < 0) return 0;
  if (what == 0) lengthLog = log;
  else if (what == 1) offsetLog = log;
  else matchLog = log;
  return next > end ? 0 : next;
}

/** Carries out the sequences, and copies the literals that are left; returns how many bytes came, negative for damage. */
function execute(sequences: u32, from: usize, bytes: usize): i32 {
  let position = backwardBits(from, bytes);
  if (position < 0) return -1;
  let lengthState = backward(from, position, lengthLog);
  position -= lengthLog;
  let offsetState = backward(from, position, offsetLog);
  position -= offsetLog;
  let matchState = backward(from, position, matchLog);
  position -= matchLog;
  const start = outputAt();
  const limit = start + BLOCK_BYTES;
  let out = start;
  let literals: usize = LITERALS;
  const literalEnd = literals + literalBytes;
  let recent1 = offset1;
  let recent2 = offset2;
  let recent3 = offset3;
  for (let left = sequences; ; left--) {
    if (position < 0) return -1;
    const lengthEntry = load<u32>(LENGTH_TABLE + lengthState * 4);
    const offsetEntry = load<u32>(OFFSET_TABLE + offsetState * 4);
    const matchEntry = load<u32>(MATCH_TABLE + matchState * 4);
    const offsetCode: i32 = offsetEntry & 255;
    let offset: u32 = (u32(1) << offsetCode) + backward(from, position, offsetCode);
    position -= offsetCode;
    const matchWidth: i32 = load<u8>(MATCH_BITS + (matchEntry & 255));
    const matchLength = load<u32>(MATCH_BASE + (matchEntry & 255) * 4) + backward(from, position, matchWidth);
    position -= matchWidth;
    const lengthWidth: i32 = load<u8>(LENGTH_BITS + (lengthEntry & 255));
    const length: usize =
      load<u32>(LENGTH_BASE + (lengthEntry & 255) * 4) + backward(from, position, lengthWidth);
    position -= lengthWidth;

    if (offset > 3) {
      offset -= 3;
      recent3 = recent2;
      recent2 = recent1;
      recent1 = offset;
    } else {
      const which = length == 0 ? offset : offset - 1;
      if (which == 0) offset = recent1;
      else {
        offset = which == 1 ? recent2 : which == 2 ? recent3 : recent1 - 1;
        if (which > 1) recent3 = recent2;
        recent2 = recent1;
        recent1 = offset;
      }
    }
    if (literals + length > literalEnd || out + length + matchLength > limit) return -1;
    copyLiterals(out, literals, length);
    out += length;
    literals += length;
    if (offset == 0 || usize(offset) > min<usize>(history + (out - start), windowBytes)) return -1;
    copyMatch(out, offset, matchLength);
    out += matchLength;

    if (left == 1) break;
    const lengthMore: i32 = (lengthEntry >> 8) & 255;
    lengthState = (lengthEntry >> 16) + backward(from, position, lengthMore);
    position -= lengthMore;
    const matchMore: i32 = (matchEntry >> 8) & 255;
    matchState = (matchEntry >> 16) + backward(from, position, matchMore);
    position -= matchMore;
    const offsetMore: i32 = (offsetEntry >> 8) & 255;
    offsetState = (offsetEntry >> 16) + backward(from, position, offsetMore);
    position -= offsetMore;
  }
  if (position != 0) return -1;
  const rest = literalEnd - literals;
  if (out + rest > limit) return -1;
  memory.copy(out, literals, rest);
  offset1 = recent1;
  offset2 = recent2;
  offset3 = recent3;
  return i32(out + rest - start);
}

/** Sixteen at a time: what is written too much is written over. */
function copyLiterals(to: usize, from: usize, bytes: usize): void {
  const stop = to + bytes;
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (to < stop);
}

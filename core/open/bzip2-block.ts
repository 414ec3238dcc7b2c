import type { BitReader } from './bit-reader.ts';
import { BrokenStream } from './unpacked.ts';

/**
 * The content of one bzip2 block, in pieces, the reader standing behind the block's magic. The steps are those of
 * bzip2's decompress.c, backwards from how a block is made: Huffman codes, runs of zeros and move-to-front, the
 * Burrows-Wheeler transform, runs of four bytes and more.
 */
export function* decodeBlock(bits: BitReader, largestBlock: number): Generator<Uint8Array> {
  const checksum = bits.take(32);
  if (bits.take(1) === 1)
    throw new BrokenStream('damaged', 'a randomised block, which only bzip2 before 0.9.5 wrote');
  const origin = bits.take(24);
  const block = readSymbols(bits, largestBlock);
  if (origin >= block.length) throw new BrokenStream('damaged', 'a block that points outside of itself');

  let crc = 0xffffffff;
  for (const piece of withoutRuns(untransformed(block, origin))) {
    for (const byte of piece) crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] as number);
    yield piece;
  }
  if (~crc >>> 0 !== checksum) throw new BrokenStream('damaged', 'its checksum does not match');
}

const groupSymbols = 50;

/** The block's bytes as the Burrows-Wheeler transform left them. */
function readSymbols(bits: BitReader, largestBlock: number): Uint8Array {
  const front = usedBytes(bits);
  const symbols = front.length + 2;
  const groups = bits.take(3);
  const selectorCount = bits.take(15);
  if (front.length === 0 || groups < 2 || groups > 6 || selectorCount === 0)
    throw new BrokenStream('damaged', 'a block whose tables make no sense');
  const selectors = readSelectors(bits, selectorCount, groups);
  const codes = Array.from({ length: groups }, () => new HuffmanCode(codeLengths(bits, symbols)));

  const block = new Uint8Array(largestBlock);
  let length = 0;
  const add = (byte: number, count: number): void => {
    if (length + count > largestBlock) throw new BrokenStream('damaged', 'a block larger than it may be');
    block.fill(byte, length, length + count);
    length += count;
  };
  let run = 0;
  let runPlace = 1;
  for (let read = 0; ; read++) {
    const code = codes[selectors[Math.floor(read / groupSymbols)] ?? -1];
    if (!code) throw new BrokenStream('damaged', 'a block longer than its tables');
    const symbol = code.read(bits);
    // Symbols 0 and 1 are the digits 1 and 2 of the length of a run of the byte in front, lowest digit first.
    if (symbol <= 1) {
      run += runPlace << symbol;
      runPlace <<= 1;
      if (run > largestBlock) throw new BrokenStream('damaged', 'a block larger than it may be');
      continue;
    }
    if (run > 0) add(front[0] as number, run);
    run = 0;
    runPlace = 1;
    if (symbol === symbols - 1) return block.subarray(0, length);
    const place = symbol - 1;
    const byte = front[place] as number;
    front.copyWithin(1, 0, place);
    front[0] = byte;
    add(byte, 1);
  }
}

/** The bytes that occur in the block, as a map of sixteen times sixteen bits. */
function usedBytes(bits: BitReader): Uint8Array {
  const used: number[] = [];
  const ranges = bits.take(16);
  for (let range = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) === 0) continue;
    const members = bits.take(16);
    for (let member = 0; member < 16; member++)
      if ((members >> (15 - member)) & 1) used.push(range * 16 + member);
  }
  return Uint8Array.from(used);
}

/** Which code each group of symbols is written in, by move-to-front in unary numbers. */
function readSelectors(bits: BitReader, count: number, groups: number): Uint8Array {
  const order = [0, 1, 2, 3, 4, 5];
  return new Uint8Array(count).map(() => {
    let place = 0;
    while (bits.take(1) === 1) place++;
    if (place >= groups) throw new BrokenStream('damaged', 'a block whose tables make no sense');
    const [selector = 0] = order.splice(place, 1);
    order.unshift(selector);
    return selector;
  });
}

function codeLengths(bits: BitReader, symbols: number): Uint8Array {
  let length = bits.take(5);
  return new Uint8Array(symbols).map(() => {
    for (;;) {
      if (length < 1 || length > maxCodeBits)
        throw new BrokenStream('damaged', 'a block whose tables make no sense');
      if (bits.take(1) === 0) return length;
      length += bits.take(1) === 0 ? 1 : -1;
    }
  });
}

const maxCodeBits = 20;

/** A canonical Huffman code: the codes of one length are consecutive numbers, in the order of their symbols. */
class HuffmanCode {
  readonly #symbols: Uint16Array;
  /** By length: the first code above those of that length, and what to subtract to get an index into `#symbols`. */
  readonly #limits = new Int32Array(maxCodeBits + 1);
  readonly #offsets = new Int32Array(maxCodeBits + 1);

  constructor(lengths: Uint8Array) {
    const ordered = Array.from(lengths, (length, symbol) => ({ length, symbol }));
    ordered.sort((a, b) => a.length - b.length || a.symbol - b.symbol);
    this.#symbols = Uint16Array.from(ordered, ({ symbol }) => symbol);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= maxCodeBits; length++) {
      const count = lengths.reduce((sum, each) => sum + (each === length ? 1 : 0), 0);
      this.#offsets[length] = code - index;
      code += count;
      index += count;
      this.#limits[length] = code;
      code <<= 1;
    }
  }

  read(bits: BitReader): number {
    let code = 0;
    for (let length = 1; length <= maxCodeBits; length++) {
      code = (code << 1) | bits.take(1);
      if (code >= (this.#limits[length] as number)) continue;
      const symbol = this.#symbols[code - (this.#offsets[length] as number)];
      if (symbol !== undefined) return symbol;
    }
    throw new BrokenStream('damaged', 'a code that the block does not have');
  }
}

/** The bytes before the Burrows-Wheeler transform; `origin` is the row of the original text. */
function* untransformed(block: Uint8Array, origin: number): Generator<number> {
  const starts = new Uint32Array(256);
  for (const byte of block) (starts[byte] as number)++;
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = starts[byte] as number;
    starts[byte] = sum;
    sum += count;
  }
  const next = new Uint32Array(block.length);
  for (let row = 0; row < block.length; row++) {
    const byte = block[row] as number;
    next[starts[byte] as number] = row;
    starts[byte] = (starts[byte] as number) + 1;
  }
  let row = next[origin] as number;
  for (let left = block.length; left > 0; left--) {
    yield block[row] as number;
    row = next[row] as number;
  }
}

const pieceBytes = 1 << 18;

/** Four equal bytes are followed by how many more of them there are. */
function* withoutRuns(bytes: Iterable<number>): Generator<Uint8Array> {
  let piece = new Uint8Array(pieceBytes);
  let length = 0;
  let equal = 0;
  let last = -1;
  for (const byte of bytes) {
    if (equal === 4) {
      piece.fill(last, length, length + byte);
      length += byte;
      equal = 0;
      last = -1;
    } else {
      equal = byte === last ? equal + 1 : 1;
      last = byte;
      piece[length++] = byte;
    }
    if (length <= pieceBytes - 256) continue;
    yield piece.subarray(0, length);
    piece = new Uint8Array(pieceBytes);
    length = 0;
  }
  yield piece.subarray(0, length);
}

const crcTable = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

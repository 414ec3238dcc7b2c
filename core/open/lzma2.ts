import { BrokenStream } from './unpacked.ts';

/**
 * Decodes the chunks of an LZMA2 stream (the LZMA SDK's lzma-specification.txt; the layout of the probabilities is
 * that of xz-embedded). A chunk is at most 64 KiB packed and 2 MiB unpacked, so each is decoded in one go; matches reach
 * back into the chunks before, which stay in a ring as large as the dictionary.
 */
export class Lzma2Decoder {
  readonly #dictionaryBytes: number;
  readonly #ringBytes: number;
  /** Grows up to `#ringBytes` as content comes: a header alone costs no memory. */
  #ring = new Uint8Array(1 << 16);
  #ringAt = 0;
  /** How far back a match may reach. */
  #known = 0;

  #literalContextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;
  readonly #probabilities = new Uint16Array(literalStart + (0x300 << 4));
  #state = 0;
  readonly #repeats = new Uint32Array(4);
  #position = 0;

  #input: Uint8Array = new Uint8Array(0);
  #inputAt = 0;
  #range = 0;
  #code = 0;

  constructor(dictionaryBytes: number) {
    this.#dictionaryBytes = dictionaryBytes;
    this.#ringBytes = Math.max(dictionaryBytes, largestChunkBytes);
  }

  /** Forgets what came before: matches of later chunks don't reach back into it. */
  resetDictionary(): void {
    this.#known = 0;
    this.#position = 0;
  }

  /** `properties`: (pb * 5 + lp) * 9 + lc, as the chunk's header has it. */
  setProperties(properties: number): void {
    const literalContextBits = properties % 9;
    const literalPositionBits = Math.floor(properties / 9) % 5;
    const positionBits = Math.floor(properties / 45);
    if (positionBits > 4 || literalContextBits + literalPositionBits > 4)
      throw new BrokenStream('damaged', 'LZMA properties that nobody writes');
    this.#literalContextBits = literalContextBits;
    this.#literalPositionMask = (1 << literalPositionBits) - 1;
    this.#positionMask = (1 << positionBits) - 1;
    this.resetState();
  }

  resetState(): void {
    this.#probabilities.fill(1024);
    this.#state = 0;
    this.#repeats.fill(0);
  }

  /** A chunk that was stored as it is. */
  store(content: Uint8Array): void {
    this.#reserve(content.length);
    for (const byte of content) this.#put(byte);
  }

  /** A packed chunk; it must end exactly where its header says. */
  decode(packed: Uint8Array, unpackedBytes: number): void {
    this.#reserve(unpackedBytes);
    this.#input = packed;
    this.#inputAt = 5;
    this.#range = 0xffffffff;
    this.#code = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(1);
    if (packed[0] !== 0) throw new BrokenStream('damaged', 'an LZMA chunk that begins wrongly');
    const end = this.#position + unpackedBytes;
    while (this.#position < end) this.#symbol(end);
    this.#normalize();
    if (this.#inputAt !== packed.length || this.#code !== 0)
      throw new BrokenStream('damaged', 'an LZMA chunk that does not end where it should');
  }

  /** The last `count` unpacked bytes: those of the chunk just decoded. */
  *last(count: number): Generator<Uint8Array> {
    const from = this.#ringAt - count;
    if (from < 0) yield this.#ring.slice(this.#ring.length + from);
    yield this.#ring.slice(Math.max(0, from), this.#ringAt);
  }

  /** Makes room for a chunk; the ring has not come round before it has its full size. */
  #reserve(bytes: number): void {
    const wanted = Math.min(this.#ringBytes, this.#ringAt + bytes);
    if (this.#ring.length >= wanted) return;
    const grownColumn = new Uint8Array(Math.min(this.#ringBytes, Math.max(wanted, this.#ring.length * 2)));
    grownColumn.set(this.#ring.subarray(0, this.#ringAt));
    this.#ring = grownColumn;
  }

  #put(byte: number): void {
    if (this.#ringAt === this.#ring.length) this.#ringAt = 0;
    this.#ring[this.#ringAt++] = byte;
    this.#position++;
    if (this.#known < this.#dictionaryBytes) this.#known++;
  }

  #byteBack(distance: number): number {
    const at = this.#ringAt - distance;
    return this.#ring[at < 0 ? at + this.#ring.length : at] as number;
  }

  /** One literal or match. */
  #symbol(end: number): void {
    const positionState = this.#position & this.#positionMask;
    if (this.#bit(isMatch + (this.#state << 4) + positionState) === 0) return this.#literal();
    let length: number;
    if (this.#bit(isRepeat + this.#state) === 0) {
      this.#repeats.copyWithin(1, 0, 3);
      length = this.#length(matchLength, positionState);
      this.#state = this.#state < 7 ? 7 : 10;
      this.#repeats[0] = this.#distance(length);
    } else {
      if (this.#bit(isRepeat0 + this.#state) === 0) {
        if (this.#bit(isRepeat0Long + (this.#state << 4) + positionState) === 0) {
          this.#state = this.#state < 7 ? 9 : 11;
          return this.#copy(1, end);
        }
      } else this.#chooseRepeat();
      length = this.#length(repeatLength, positionState);
      this.#state = this.#state < 7 ? 8 : 11;
    }
    this.#copy(length, end);
  }

  #chooseRepeat(): void {
    const which =
      this.#bit(isRepeat1 + this.#state) === 0 ? 1 : this.#bit(isRepeat2 + this.#state) === 0 ? 2 : 3;
    const distance = this.#repeats[which] as number;
    this.#repeats.copyWithin(1, 0, which);
    this.#repeats[0] = distance;
  }

  #copy(length: number, end: number): void {
    const distance = (this.#repeats[0] as number) + 1;
    if (distance > this.#known || this.#position + length > end)
      throw new BrokenStream('damaged', 'a match outside of what there is');
    for (let left = length; left > 0; left--) this.#put(this.#byteBack(distance));
  }

  #literal(): void {
    const before = this.#known === 0 ? 0 : this.#byteBack(1);
    const context =
      ((this.#position & this.#literalPositionMask) << this.#literalContextBits) +
      (before >> (8 - this.#literalContextBits));
    const base = literalStart + 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7) {
      const distance = (this.#repeats[0] as number) + 1;
      if (distance > this.#known) throw new BrokenStream('damaged', 'a match outside of what there is');
      let match = this.#byteBack(distance) << 1;
      for (let offset = 0x100; symbol < 0x100 && offset !== 0; match <<= 1) {
        const matchBit = match & offset;
        const bit = this.#bit(base + offset + matchBit + symbol);
        symbol = (symbol << 1) | bit;
        offset &= bit === 1 ? matchBit : ~matchBit;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(base + symbol);
    this.#put(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #length(base: number, positionState: number): number {
    if (this.#bit(base) === 0) return 2 + this.#tree(base + 2 + (positionState << 3), 3);
    if (this.#bit(base + 1) === 0) return 10 + this.#tree(base + 130 + (positionState << 3), 3);
    return 18 + this.#tree(base + 258, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(distanceSlot + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const directBits = (slot >> 1) - 1;
    const high = 2 + (slot & 1);
    if (slot < 14) {
      const base = high << directBits;
      return base + this.#reverseTree(distanceSpecial + base - slot - 1, directBits);
    }
    let distance = high;
    for (let left = directBits - 4; left > 0; left--) distance = distance * 2 + this.#directBit();
    return distance * 16 + this.#reverseTree(distanceAlign, 4);
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let left = bits; left > 0; left--) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let index = 0; index < bits; index++) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  #normalize(): void {
    if (this.#range >= 1 << 24) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#input[this.#inputAt++] ?? 0)) >>> 0;
  }

  #bit(index: number): 0 | 1 {
    this.#normalize();
    const probability = this.#probabilities[index] as number;
    const bound = (this.#range >>> 11) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    this.#probabilities[index] = probability - (probability >> 5);
    return 1;
  }

  #directBit(): 0 | 1 {
    this.#normalize();
    this.#range >>>= 1;
    if (this.#code < this.#range) return 0;
    this.#code -= this.#range;
    return 1;
  }
}

const largestChunkBytes = 1 << 21;

/** Where each model's probabilities begin in the one array. */
const isMatch = 0;
const isRepeat = isMatch + (12 << 4);
const isRepeat0 = isRepeat + 12;
const isRepeat1 = isRepeat0 + 12;
const isRepeat2 = isRepeat1 + 12;
const isRepeat0Long = isRepeat2 + 12;
const distanceSlot = isRepeat0Long + (12 << 4);
const distanceSpecial = distanceSlot + (4 << 6);
const distanceAlign = distanceSpecial + 115;
/** A length model: two choices, 16 × 8 low, 16 × 8 middle, 256 high. */
const matchLength = distanceAlign + 16;
const repeatLength = matchLength + 2 + 128 + 128 + 256;
const literalStart = repeatLength + 2 + 128 + 128 + 256;

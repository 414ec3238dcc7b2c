import { grownColumn } from './column-memory.ts';

/** How many numbers share one base. */
const BLOCK_BITS = 6;
const BLOCK = 1 << BLOCK_BITS;
/** A base is so much below its block's first number: the clocks of several processors differ a little. */
const BELOW = 4096;
/** The largest that two bytes hold. */
const FARTHEST = 0xffff;

/**
 * Whole numbers below 2^53, and NaN, that are mostly near the ones beside them, as line numbers and times are: two bytes
 * for each. To be read with `deltaNumber`.
 */
export interface NearNumbers {
  /** By block of 64 numbers: what is to be added to their offsets; Infinity for a block that is in `far`. */
  readonly bases: Float64Array;
  readonly offsets: Uint16Array;
  /** By block: its numbers as they are, where they are too far from each other. */
  readonly far: ReadonlyMap<number, Float64Array>;
}

/** The number at an index. */
export function deltaNumber({ bases, offsets, far }: NearNumbers, index: number): number {
  const base = bases[index >>> BLOCK_BITS] as number;
  return base < Infinity
    ? base + (offsets[index] as number)
    : numberOfBlock(far.get(index >>> BLOCK_BITS), index);
}

function numberOfBlock(block: Float64Array | undefined, index: number): number {
  return block === undefined ? NaN : (block[index & (BLOCK - 1)] as number);
}

/** Whether the number at `b` is at least `least` and at most `most` more than that at `a`; true where one is NaN. */
export function isBetween(numbers: NearNumbers, a: number, b: number, least: number, most: number): boolean {
  const more = deltaNumber(numbers, b) - deltaNumber(numbers, a);
  return !(more < least || more > most);
}

/** Writes such numbers, one after the other. */
export class NearNumbersWriter {
  count = 0;
  #bases = new Float64Array(1);
  #offsets = new Uint16Array(BLOCK);
  readonly #far = new Map<number, Float64Array>();
  readonly #one = new Float64Array(1);

  /** Makes room for `count` numbers at once, so that the column need not grow again and again. */
  makeRoom(count: number): void {
    this.#offsets = grownColumn(this.#offsets, count);
    this.#bases = grownColumn(this.#bases, count >>> BLOCK_BITS);
  }

  push(number: number): void {
    this.#one[0] = number;
    this.pushAll(this.#one, 1);
  }

  /** Adds the first `count` of the numbers. */
  pushAll(numbers: ArrayLike<number>, count: number): void {
    const first = this.count;
    this.makeRoom(first + count);
    const offsets = this.#offsets;
    const bases = this.#bases;
    let base = bases[first >>> BLOCK_BITS] as number;
    for (let i = 0; i < count; i++) {
      const index = first + i;
      const number = numbers[i] as number;
      if ((index & (BLOCK - 1)) === 0) {
        base = number - BELOW;
        bases[index >>> BLOCK_BITS] = base;
      }
      const offset = number - base;
      const near = offset & FARTHEST;
      if (near === offset) offsets[index] = near;
      else base = this.#writeFar(index, number);
    }
    this.count += count;
  }

  /** All numbers so far, as views. */
  numbers(): NearNumbers {
    return {
      bases: this.#bases.subarray(0, (this.count + BLOCK - 1) >>> BLOCK_BITS),
      offsets: this.#offsets.subarray(0, this.count),
      far: this.#far,
    };
  }

  /** Writes a number that is too far from its block's base, or NaN; returns what is the base now. */
  #writeFar(index: number, number: number): number {
    const block = index >>> BLOCK_BITS;
    const base = this.#bases[block] as number;
    if (Number.isNaN(base) && Number.isNaN(number)) return base;
    let far = this.#far.get(block);
    if (far === undefined) {
      far = new Float64Array(BLOCK);
      const start = block << BLOCK_BITS;
      for (let at = start; at < index; at++) far[at - start] = base + (this.#offsets[at] as number);
      this.#offsets.fill(0, start, index);
      this.#far.set(block, far);
      this.#bases[block] = Infinity;
    }
    far[index & (BLOCK - 1)] = number;
    return Infinity;
  }
}

import type { NumberColumn } from '../../model/trace.ts';
import { grown } from './interner.ts';

/** Rows of as many numbers (32 bits each), by number from 0 on. */
export interface Rows {
  readonly count: number;
  /** So many rows may come in all; spares some growing. */
  expect(rows: number): void;
  /** The number of the row that begins at `start` in `rows`. */
  intern(rows: Int32Array, start?: number): number;
  /** Those of the first `count` rows. */
  internAll(rows: Int32Array, count: number, numbers: Int32Array): void;
  /** All rows, one behind the other. */
  rows(): Int32Array;
  /** The numbers at `index` in all rows. */
  column(index: number): NumberColumn;
}

/** Gives every row a number of its own. */
export class RowList implements Rows {
  count = 0;
  readonly #width: number;
  /** One row behind the other. */
  #rows: Int32Array;
  #expected = 0;

  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(64 * width);
  }

  expect(rows: number): void {
    this.#expected = rows;
  }

  intern(rows: Int32Array, start = 0): number {
    const width = this.#width;
    const number = this.count++;
    const at = number * width;
    const own = this.#withRoom(number + 1);
    for (let i = 0; i < width; i++) own[at + i] = rows[start + i] as number;
    this.#rows = own;
    return number;
  }

  internAll(rows: Int32Array, count: number, numbers: Int32Array): void {
    const width = this.#width;
    this.#rows = this.#withRoom(this.count + count);
    this.#rows.set(rows.subarray(0, count * width), this.count * width);
    for (let row = 0; row < count; row++) numbers[row] = this.count++;
  }

  /** Whether the row of that number is the one that begins at `start` in `rows`. */
  has(number: number, rows: Int32Array, start: number): boolean {
    const own = this.#rows;
    const at = number * this.#width;
    for (let i = 0; i < this.#width; i++) if (own[at + i] !== rows[start + i]) return false;
    return true;
  }

  #withRoom(count: number): Int32Array {
    const numbers = count * this.#width;
    if (numbers <= this.#rows.length) return this.#rows;
    return grown(this.#rows, Math.max(numbers, this.#expected * this.#width) - 1);
  }

  rows(): Int32Array {
    return this.#rows.slice(0, this.count * this.#width);
  }

  column(index: number): NumberColumn {
    const rows = this.#rows;
    const end = this.count * this.#width;
    let bits = 0;
    for (let at = index; at < end; at += this.#width) bits |= rows[at] as number;
    const column = narrowColumn(bits >>> 0, this.count);
    for (let at = index, row = 0; at < end; at += this.#width, row++) column[row] = rows[at] as number;
    return column;
  }
}

/** A column for numbers that need no more bits than `largest`. */
function narrowColumn(largest: number, length: number): NumberColumn {
  if (largest < 1 << 8) return new Uint8Array(length);
  return largest < 1 << 16 ? new Uint16Array(length) : new Uint32Array(length);
}

import { releaseColumns, grownColumn } from '../../../model/column-memory.ts';
import type { NumberColumn } from '../../../model/trace.ts';

/** Rows of as many numbers (32 bits each), by number from 0 on. */
export interface Rows {
  readonly count: number;
  /** How many rows may come in all; spares some growing. */
  expect(rows: number): void;
  /** The number of the row that begins at `start` in `rows`. */
  intern(rows: Int32Array, start?: number): number;
  /** Those of the first `count` rows. */
  internAll(rows: Int32Array, count: number, numbers: Int32Array): void;
  /** All rows, one after the other. */
  rows(): Int32Array;
  /** The numbers at each index of all rows. The rows are used up. */
  columns(): readonly NumberColumn[];
}

/** Gives every row a number of its own. */
export class RowList implements Rows {
  count = 0;
  readonly #width: number;
  /** One row after the other. */
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

  /** The `hashOf` of the row of that number. */
  hash(number: number): number {
    return hashOf(this.#rows, number * this.#width, this.#width);
  }

  rows(): Int32Array {
    return this.#rows.slice(0, this.count * this.#width);
  }

  columns(): readonly NumberColumn[] {
    const rows = this.#rows;
    const width = this.#width;
    const { count } = this;
    const bits = new Uint32Array(width);
    for (let at = 0; at < count * width;)
      for (let index = 0; index < width; index++, at++)
        bits[index] = (bits[index] as number) | (rows[at] as number);
    const columns = Array.from(bits, (used) => narrowColumn(used, count));
    // A piece of all columns at a time: the rows are fetched from memory once.
    for (let from = 0; from < count; from += PIECE_ROWS) {
      const to = Math.min(from + PIECE_ROWS, count);
      columns.forEach((column, index) => copyColumn(rows, width, index, column, from, to));
    }
    releaseColumns(rows);
    return columns;
  }

  #withRoom(count: number): Int32Array {
    const numbers = count * this.#width;
    if (numbers <= this.#rows.length) return this.#rows;
    return grownColumn(this.#rows, Math.max(numbers, this.#expected * this.#width) - 1);
  }
}

const PIECE_ROWS = 1024;

/** A number that says which row it is, in all of its bits. */
export function hashOf(rows: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let i = start; i < start + width; i++) {
    hash = Math.imul(hash ^ (rows[i] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** A column for numbers that need no more bits than `largest`. */
function narrowColumn(largest: number, length: number): NumberColumn {
  if (largest < 1 << 8) return new Uint8Array(length);
  return largest < 1 << 16 ? new Uint16Array(length) : new Uint32Array(length);
}

function copyColumn(
  rows: Int32Array,
  width: number,
  index: number,
  column: NumberColumn,
  from: number,
  to: number,
): void {
  for (let row = from, at = from * width + index; row < to; row++, at += width)
    column[row] = rows[at] as number;
}

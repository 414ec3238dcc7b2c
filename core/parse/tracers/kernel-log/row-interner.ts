import { releaseColumns } from '../../../model/column-memory.ts';
import type { NumberColumn } from '../../../model/trace.ts';
import { hashOf, RowList, type Rows } from './row-list.ts';

/** Gives equal rows of `width` numbers one number, counted from 0 in the order of first appearance. */
export class RowInterner implements Rows {
  readonly #width: number;
  readonly #list: RowList;
  /**
   * Of each slot a row's number plus 1 in as many bits as the table's length has, 0 for none, and above it the row's hash
   * without those bits, which tells most others from it without a look at the row.
   */
  #table = new Int32Array(512);
  #expected = 0;

  constructor(width: number) {
    this.#width = width;
    this.#list = new RowList(width);
  }

  get count(): number {
    return this.#list.count;
  }

  expect(rows: number): void {
    this.#expected = rows;
    this.#list.expect(rows);
  }

  intern(rows: Int32Array, start = 0): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = hashOf(rows, start, this.#width);
    const above = hash & ~mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if (entry === 0) return this.#add(rows, start, slot, above);
      const number = (entry & mask) - 1;
      if ((entry & ~mask) === above && this.#list.has(number, rows, start)) return number;
    }
  }

  internAll(rows: Int32Array, count: number, numbers: Int32Array): void {
    for (let row = 0; row < count; row++) numbers[row] = this.intern(rows, row * this.#width);
  }

  rows(): Int32Array {
    return this.#list.rows();
  }

  columns(): readonly NumberColumn[] {
    releaseColumns(this.#table);
    return this.#list.columns();
  }

  #add(rows: Int32Array, start: number, slot: number, above: number): number {
    const number = this.#list.intern(rows, start);
    this.#table[slot] = above | (number + 1);
    if (this.count * 2 >= this.#table.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    let { length } = this.#table;
    releaseColumns(this.#table);
    do length *= 2;
    while (length < this.#expected * 2);
    const table = new Int32Array(length);
    const mask = length - 1;
    for (let number = 0; number < this.count; number++) {
      const hash = this.#list.hash(number);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~mask) | (number + 1);
    }
    this.#table = table;
  }
}

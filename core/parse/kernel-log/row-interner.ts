import type { NumberColumn } from '../../model/trace.ts';
import { RowList, type Rows } from './row-list.ts';

/** Gives equal rows of `width` numbers one number, counted from 0 in the order of first appearance. */
export class RowInterner implements Rows {
  readonly #width: number;
  readonly #list: RowList;
  /** Of each slot a row's number, -1 for none, and its hash, which tells most others from it without a look at the row. */
  #table = new Int32Array(512).fill(-1);
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
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const known = table[slot] as number;
      if (known < 0) return this.#add(rows, start, slot, hash);
      if (table[slot + 1] === hash && this.#list.has(known, rows, start)) return known;
    }
  }

  internAll(rows: Int32Array, count: number, numbers: Int32Array): void {
    for (let row = 0; row < count; row++) numbers[row] = this.intern(rows, row * this.#width);
  }

  rows(): Int32Array {
    return this.#list.rows();
  }

  column(index: number): NumberColumn {
    return this.#list.column(index);
  }

  #add(rows: Int32Array, start: number, slot: number, hash: number): number {
    const number = this.#list.intern(rows, start);
    this.#table[slot] = number;
    this.#table[slot + 1] = hash;
    if (this.count * 4 > this.#table.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    const before = this.#table;
    let length = before.length * 2;
    while (length < this.#expected * 4) length *= 2;
    const table = new Int32Array(length).fill(-1);
    const mask = table.length - 1;
    for (let at = 0; at < before.length; at += 2) {
      const id = before[at] as number;
      if (id < 0) continue;
      const hash = before[at + 1] as number;
      let slot = (hash << 1) & mask;
      while ((table[slot] as number) >= 0) slot = (slot + 2) & mask;
      table[slot] = id;
      table[slot + 1] = hash;
    }
    this.#table = table;
  }
}

function hashOf(rows: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let i = start; i < start + width; i++) {
    hash = Math.imul(hash ^ (rows[i] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

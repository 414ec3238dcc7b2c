import type { Analysis } from '../../core/index.ts';

type NumberColumn = Analysis['events']['headers']['src'];

/** Which of some numbered things fulfil which facts: bit b of `bits[i]` says that thing i fulfils fact b. */
export class BitTable {
  readonly size: number;
  /** Null while no fact was entered: a table of millions is made when it is needed. */
  bits: Uint32Array | null = null;

  constructor(size: number) {
    this.size = size;
  }

  /** Sets a bit wherever `hits` says so of what the column has there. Returns false where it does nowhere. */
  enterColumn(bit: number, column: NumberColumn, hits: Uint8Array): boolean {
    if (!hits.includes(1)) return false;
    const bits = (this.bits ??= new Uint32Array(this.size));
    const mask = 1 << bit;
    let any = false;
    for (let i = 0; i < bits.length; i++) {
      if (hits[column[i] as number] !== 1) continue;
      bits[i] = (bits[i] as number) | mask;
      any = true;
    }
    return any;
  }

  /** The same for numbers from `from` to `to`. */
  enterRange(bit: number, column: NumberColumn | Int32Array, from: number, to: number): boolean {
    const bits = (this.bits ??= new Uint32Array(this.size));
    const mask = 1 << bit;
    let any = false;
    for (let i = 0; i < bits.length; i++) {
      const value = column[i] as number;
      if (value < from || value > to) continue;
      bits[i] = (bits[i] as number) | mask;
      any = true;
    }
    return any;
  }

  /** The same for small tables, each thing asked by itself. */
  enter(bit: number, holds: (index: number) => boolean): boolean {
    const bits = (this.bits ??= new Uint32Array(this.size));
    let any = false;
    for (let i = 0; i < bits.length; i++) {
      if (!holds(i)) continue;
      bits[i] = (bits[i] as number) | (1 << bit);
      any = true;
    }
    return any;
  }
}

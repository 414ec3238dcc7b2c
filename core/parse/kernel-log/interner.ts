import type { NumberColumn } from '../../model/trace.ts';

/** A column of numbers that grows by doubling. */
type Column = Uint32Array | Int32Array | Uint8Array | Uint16Array;

/** The column with room for entry `index`: itself, or a copy of twice the size. */
export function grown<C extends Column>(column: C, index: number): C {
  if (index < column.length) return column;
  const larger = new (column.constructor as new (length: number) => C)(
    Math.max(index + 1, column.length * 2),
  );
  larger.set(column);
  return larger;
}

/** Gives equal byte strings (UTF-8) one number, counted from 0 in the order of their first appearance. */
export class ByteInterner {
  /** How many there are. */
  count = 0;
  readonly #texts: string[] = [];
  #table = new Int32Array(256).fill(-1);
  #hashes = new Int32Array(64);
  #starts = new Uint32Array(65);
  #pool = new Uint8Array(4096);
  readonly #decoder = new TextDecoder();

  constructor(first: readonly string[] = []) {
    for (const text of first) this.internText(text);
  }

  /** All texts so far, by number. */
  get texts(): readonly string[] {
    if (this.#texts.length < this.count) this.#decodeNew();
    return this.#texts;
  }

  /** The bytes of all of them, one behind the other; `starts` has where each begins, and the end. */
  pooled(): { readonly bytes: Uint8Array; readonly starts: Uint32Array } {
    const end = this.#starts[this.count] as number;
    return { bytes: this.#pool.slice(0, end), starts: this.#starts.slice(0, this.count + 1) };
  }

  internText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  intern(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const mask = this.#table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const id = this.#table[slot] as number;
      if (id < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[id] === hash && this.#equals(id, bytes, start, end)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** Decodes in one piece what is new: a call for each name would cost more than finding it. */
  #decodeNew(): void {
    const first = this.#texts.length;
    const from = this.#starts[first] as number;
    const bytes = this.#pool.subarray(from, this.#starts[this.count]);
    const together = this.#decoder.decode(bytes);
    // Only where every byte is a character of its own, the names stand where their bytes stood.
    const isAscii = together.length === bytes.length && !together.includes('\ufffd');
    for (let id = first; id < this.count; id++) {
      const start = (this.#starts[id] as number) - from;
      const end = (this.#starts[id + 1] as number) - from;
      this.#texts.push(
        isAscii ? together.slice(start, end) : this.#decoder.decode(bytes.subarray(start, end)),
      );
    }
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[id] as number;
    if ((this.#starts[id + 1] as number) - from !== end - start) return false;
    for (let i = start, p = from; i < end; i++, p++) if (this.#pool[p] !== bytes[i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.count++;
    const from = this.#starts[id] as number;
    const to = from + end - start;
    if (to > this.#pool.length) this.#pool = grown(this.#pool, to);
    for (let i = start, p = from; i < end; i++, p++) this.#pool[p] = bytes[i] as number;
    this.#starts = grown(this.#starts, id + 1);
    this.#starts[id + 1] = to;
    this.#hashes = grown(this.#hashes, id);
    this.#hashes[id] = hash;
    this.#table[slot] = id;
    if (this.count * 2 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = this.#table.length - 1;
    for (let id = 0; id < this.count; id++) {
      const hash = this.#hashes[id] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((this.#table[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.#table[slot] = id;
    }
  }
}

/** Gives equal rows of `width` numbers (32 bits each) one number, counted from 0 in the order of first appearance. */
export class RowInterner {
  count = 0;
  readonly #width: number;
  /** One row behind the other. */
  #rows: Int32Array;
  /** Of each slot a row's number, -1 for none, and its hash, which tells most others from it without a look at the row. */
  #table = new Int32Array(512).fill(-1);

  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(64 * width);
  }

  /** The number of the row that begins at `start` in `rows`. */
  intern(rows: Int32Array, start = 0): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = hashOf(rows, start, this.#width);
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const id = table[slot] as number;
      if (id < 0) return this.#add(rows, start, slot, hash);
      if (table[slot + 1] === hash && this.#equals(id, rows, start)) return id;
    }
  }

  /** All rows, one behind the other. */
  rows(): Int32Array {
    return this.#rows.slice(0, this.count * this.#width);
  }

  /** The numbers at `index` in all rows. */
  column(index: number): NumberColumn {
    const rows = this.#rows;
    const end = this.count * this.#width;
    let bits = 0;
    for (let at = index; at < end; at += this.#width) bits |= rows[at] as number;
    const column = narrowColumn(bits >>> 0, this.count);
    for (let at = index, row = 0; at < end; at += this.#width, row++) column[row] = rows[at] as number;
    return column;
  }

  #equals(id: number, rows: Int32Array, start: number): boolean {
    const known = this.#rows;
    const at = id * this.#width;
    for (let i = 0; i < this.#width; i++) if (known[at + i] !== rows[start + i]) return false;
    return true;
  }

  #add(rows: Int32Array, start: number, slot: number, hash: number): number {
    const id = this.count++;
    const at = id * this.#width;
    const known = grown(this.#rows, at + this.#width - 1);
    for (let i = 0; i < this.#width; i++) known[at + i] = rows[start + i] as number;
    this.#rows = known;
    this.#table[slot] = id;
    this.#table[slot + 1] = hash;
    if (this.count * 4 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const before = this.#table;
    const table = new Int32Array(before.length * 2).fill(-1);
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

/** A column for numbers that need no more bits than `largest`. */
function narrowColumn(largest: number, length: number): NumberColumn {
  if (largest < 1 << 8) return new Uint8Array(length);
  return largest < 1 << 16 ? new Uint16Array(length) : new Uint32Array(length);
}

import { releaseColumns, grownColumn } from '../../../model/column-memory.ts';

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

  /** All texts; nothing can be interned afterwards. */
  finish(): readonly string[] {
    const { texts } = this;
    releaseColumns(this.#table, this.#hashes, this.#starts, this.#pool);
    return texts;
  }

  /** The bytes of all of them, one after the other; `starts` has where each begins, and the end. */
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

  /** Forgets all but the first `count`. */
  forgetFrom(count: number): void {
    const mask = this.#table.length - 1;
    // The last one added is on no other's way through the table.
    while (this.count > count) {
      const id = --this.count;
      const hash = this.#hashes[id] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#table[slot] !== id) slot = (slot + 1) & mask;
      this.#table[slot] = -1;
    }
    if (this.#texts.length > count) this.#texts.length = count;
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
    if (to > this.#pool.length) this.#pool = grownColumn(this.#pool, to);
    for (let i = start, p = from; i < end; i++, p++) this.#pool[p] = bytes[i] as number;
    this.#starts = grownColumn(this.#starts, id + 1);
    this.#starts[id + 1] = to;
    this.#hashes = grownColumn(this.#hashes, id);
    this.#hashes[id] = hash;
    this.#table[slot] = id;
    if (this.count * 2 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const { length } = this.#table;
    releaseColumns(this.#table);
    this.#table = new Int32Array(length * 2).fill(-1);
    const mask = this.#table.length - 1;
    for (let id = 0; id < this.count; id++) {
      const hash = this.#hashes[id] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((this.#table[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.#table[slot] = id;
    }
  }
}

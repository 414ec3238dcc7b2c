const blockRows = 100;
const blocksKept = 60;
/** So many rows around those in sight are loaded with them: at a fast turn of the wheel, a third of a second's. */
const ahead = 60;

/** Loads rows `from` up to, not with, `to`; null where a newer request made it pointless. */
export type LoadRows<Row> = (from: number, to: number) => Promise<readonly Row[] | null>;

/** Rows of a long list, loaded as they come into sight and kept a while. */
export class RowBlocks<Row> {
  #load: LoadRows<Row>;
  #blocks: Record<number, readonly Row[]> = {};
  #wanted = { from: 0, to: 0 };
  #epoch = 0;
  /** Changes with every block that comes in: what reads rows in a template is drawn again. */
  #version = $state(0);

  constructor(load: LoadRows<Row>) {
    this.#load = load;
  }

  /** Null while the row is not loaded. */
  at(index: number): Row | null {
    void this.#version;
    return this.#blocks[Math.floor(index / blockRows)]?.[index % blockRows] ?? null;
  }

  /** Asks for rows `from` up to `to`; what is already there is not asked for again. */
  want(from: number, to: number): void {
    this.#wanted = to <= from ? { from, to } : { from: Math.max(0, from - ahead), to: to + ahead };
    void this.#fetch();
  }

  /** Forgets all rows: the list is another one now. */
  clear(): void {
    this.#epoch++;
    this.#blocks = {};
    this.#version++;
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const missing = this.#missing();
    if (missing === null) return;
    const epoch = this.#epoch;
    const rows = await this.#load(missing.first * blockRows, (missing.last + 1) * blockRows);
    if (rows === null || epoch !== this.#epoch) return;
    for (let block = missing.first; block <= missing.last; block++) {
      const begin = (block - missing.first) * blockRows;
      this.#blocks[block] = rows.slice(begin, begin + blockRows);
    }
    this.#forgetFar(missing.first);
    this.#version++;
    if (this.#missing() !== null && rows.length > 0) void this.#fetch();
  }

  #forgetFar(near: number): void {
    const distance = (block: number) => Math.abs(block - near);
    const held = Object.keys(this.#blocks).map(Number);
    const far = held.sort((a, b) => distance(a) - distance(b)).slice(blocksKept);
    for (const block of far) delete this.#blocks[block];
  }

  #missing(): { readonly first: number; readonly last: number } | null {
    const { from, to } = this.#wanted;
    if (to <= from) return null;
    let first = Math.floor(from / blockRows);
    let last = Math.floor((to - 1) / blockRows);
    while (first <= last && this.#blocks[first]) first++;
    while (last >= first && this.#blocks[last]) last--;
    return first > last ? null : { first, last };
  }
}

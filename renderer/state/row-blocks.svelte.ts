const blockRows = 10;
const blocksKept = 600;
/**
 * How many rows in front of those in sight are loaded with nobody waiting, at a fast turn of the wheel a second's; again
 * when there are only half as many, for each request costs a read of the log.
 */
const rowsAhead = 200;
/** The same behind, for those who scroll back. */
const rowsBehind = 40;
/** How many blocks are asked for at once: somebody who jumps elsewhere meanwhile waits for them. */
const mostBlocks = 10;
/** After a jump or with another list, only rows in sight are loaded until there is no other jump or list for so long. */
const restMilliseconds = 120;

/** Loads rows `from` up to, not with, `to`; null where that is not possible now. */
export type LoadRows<Row> = (from: number, to: number) => Promise<readonly Row[] | null>;

/**
 * Rows of a long list, loaded as they come into sight and kept a while. One request is under way at a time, and whatever
 * it brings is kept; the next one is for what is in sight then.
 */
export class RowBlocks<Row> {
  #load: LoadRows<Row>;
  #blocks: Record<number, readonly Row[]> = {};
  #sight = { from: 0, to: 0 };
  #isBackward = false;
  #rest: ReturnType<typeof setTimeout> | null = null;
  /** Of the request under way; null where there is none. */
  #loading: object | null = null;
  /** After the last row, once that is known. */
  #end = Infinity;
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

  /** Asks for rows `from` up to `to`; what is already there, or on its way, is not asked for again. */
  want(from: number, to: number): void {
    // Of the middle: more rows at both ends are no move.
    const moved = (from + to - this.#sight.from - this.#sight.to) / 2;
    this.#sight = { from, to };
    if (Math.abs(moved) >= to - from) this.#jump();
    if (moved !== 0) this.#isBackward = moved < 0;
    void this.#fetch();
  }

  /** Forgets all rows: the list is another one now. */
  clear(): void {
    this.#loading = null;
    this.#end = Infinity;
    this.#blocks = {};
    this.#version++;
    this.#jump();
    void this.#fetch();
  }

  #jump(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = null;
      void this.#fetch();
    }, restMilliseconds);
  }

  async #fetch(): Promise<void> {
    if (this.#loading !== null) return;
    const missing = this.#missing();
    if (missing === null) return;
    const { first, end } = missing;
    const loading = {};
    this.#loading = loading;
    const rows = await this.#load(first * blockRows, end * blockRows);
    if (this.#loading !== loading) return;
    this.#loading = null;
    if (rows === null) return;
    for (let block = first; block < end; block++) {
      const begin = (block - first) * blockRows;
      this.#blocks[block] = rows.slice(begin, begin + blockRows);
    }
    if (rows.length < (end - first) * blockRows)
      this.#end = Math.min(this.#end, first * blockRows + rows.length);
    this.#forgetFar();
    this.#version++;
    void this.#fetch();
  }

  #forgetFar(): void {
    const near = Math.floor(this.#sight.from / blockRows);
    const distance = (block: number) => Math.abs(block - near);
    const held = Object.keys(this.#blocks).map(Number);
    if (held.length <= blocksKept) return;
    const far = held.sort((a, b) => distance(a) - distance(b)).slice(blocksKept);
    for (const block of far) delete this.#blocks[block];
  }

  /** The next blocks to ask for: of those in sight, then of those where the list is going, then of those behind. */
  #missing(): Run | null {
    const { from, to } = this.#sight;
    if (to <= from) return null;
    const inSight = this.#firstMissing(from, to - 1, to - 1);
    if (inSight !== null || this.#rest !== null) return inSight;
    const [above, below] = this.#isBackward ? [rowsAhead, rowsBehind] : [rowsBehind, rowsAhead];
    const before = this.#firstMissing(from, from - above / 2, from - above);
    const after = this.#firstMissing(to - 1, to - 1 + below / 2, to - 1 + below);
    return this.#isBackward ? (before ?? after) : (after ?? before);
  }

  /** Blocks up to that of row `far`, where one is missing on the way from row `near` to row `soon`. */
  #firstMissing(near: number, soon: number, far: number): Run | null {
    const step = far < near ? -1 : 1;
    const blockOf = (row: number) => Math.floor(Math.max(0, Math.min(row, this.#end - 1)) / blockRows);
    const isOn = (block: number, way: number) => step * (blockOf(way) - block) >= 0;
    let begin = blockOf(near);
    while (isOn(begin, soon) && this.#blocks[begin]) begin += step;
    if (!isOn(begin, soon)) return null;
    let stop = begin + step;
    while (Math.abs(stop - begin) < mostBlocks && isOn(stop, far) && !this.#blocks[stop]) stop += step;
    return step > 0 ? { first: begin, end: stop } : { first: stop + 1, end: begin + 1 };
  }
}

/** Blocks from `first` up to, not with, `end`. */
interface Run {
  readonly first: number;
  readonly end: number;
}

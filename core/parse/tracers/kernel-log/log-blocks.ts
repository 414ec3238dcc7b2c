import { LONGEST_LINE_BYTES } from './line-reader.ts';

const NEWLINE = 0x0a;

/** A piece of a log that begins where a line begins, or within one that is too long to be read. */
export interface LogBlock {
  readonly bytes: Uint8Array;
  /** Its first byte's place in the log. */
  readonly offset: number;
  readonly inLongLine: boolean;
}

/** Memory of at least this many bytes, whatever is in it. */
export type TakeMemory = (bytes: number) => Uint8Array;

/** Cuts a stream of chunks into blocks of at most `size` bytes (more where a line is longer) that end where lines end. */
export class LogBlocks {
  readonly #size: number;
  readonly #take: TakeMemory;
  #memory: Uint8Array;
  #used = 0;
  #offset = 0;
  #inLongLine = false;

  constructor(size: number, take: TakeMemory) {
    this.#size = size;
    this.#take = take;
    this.#memory = take(size);
  }

  /** Copies the next chunk and gives the blocks that it fills. */
  *push(chunk: Uint8Array): Generator<LogBlock> {
    for (let start = 0; start < chunk.length;) {
      if (this.#used === this.#memory.length) yield* this.#makeRoom();
      const part = chunk.subarray(start, start + this.#memory.length - this.#used);
      this.#memory.set(part, this.#used);
      this.#used += part.length;
      start += part.length;
    }
  }

  /** What is left at the end of the log. */
  end(): LogBlock | null {
    return this.#used === 0 && !this.#inLongLine ? null : this.#cut(this.#used, new Uint8Array(0));
  }

  *#makeRoom(): Generator<LogBlock> {
    const end = this.#memory.subarray(0, this.#used).lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield this.#cut(end, this.#take(this.#size));
    else if (this.#used > LONGEST_LINE_BYTES) {
      // The beginning of a line that is too long to be read.
      this.#offset += this.#used;
      this.#used = 0;
      this.#inLongLine = true;
    } else {
      const larger = this.#take(this.#memory.length * 2);
      larger.set(this.#memory);
      this.#memory = larger;
    }
  }

  /** The block that ends at `end`; what is after it begins the next one, in `next`. */
  #cut(end: number, next: Uint8Array): LogBlock {
    const block = {
      bytes: this.#memory.subarray(0, end),
      offset: this.#offset,
      inLongLine: this.#inLongLine,
    };
    const rest = this.#memory.subarray(end, this.#used);
    this.#memory = next.length < rest.length ? this.#take(rest.length) : next;
    this.#memory.set(rest);
    this.#used = rest.length;
    this.#offset += end;
    this.#inLongLine = false;
    return block;
  }
}

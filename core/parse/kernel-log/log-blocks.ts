import { LONGEST_LINE_BYTES } from './line-reader.ts';

const NEWLINE = 0x0a;

/** A piece of a log that begins where a line begins, or within one that is too long to be read. */
export interface LogBlock {
  readonly pieces: readonly Uint8Array[];
  /** Its first byte's place in the log. */
  readonly offset: number;
  readonly inLongLine: boolean;
}

/** Cuts a stream of chunks into blocks of about `size` bytes that end where lines end. */
export class LogBlocks {
  readonly #size: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #offset = 0;
  #inLongLine = false;
  /** Whether a line ends in what is collected. */
  #hasEnd = false;

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes the next chunk, whose memory must stay as it is; a block where there is enough for one. */
  push(chunk: Uint8Array): LogBlock | null {
    this.#pieces.push(chunk);
    this.#bytes += chunk.length;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    this.#hasEnd ||= end > 0;
    if (!this.#hasEnd && this.#bytes > LONGEST_LINE_BYTES) this.#passOver();
    if (this.#bytes < this.#size || end === 0) return null;
    this.#pieces.pop();
    // A copy, so that the chunk's memory is free when the block is read.
    const rest = chunk.slice(end);
    return this.#cut([...this.#pieces, chunk.subarray(0, end)], rest);
  }

  /** What is left at the end of the log. */
  end(): LogBlock | null {
    if (this.#bytes === 0 && !this.#inLongLine) return null;
    return this.#cut(this.#pieces, new Uint8Array(0));
  }

  #cut(pieces: readonly Uint8Array[], rest: Uint8Array): LogBlock {
    const block = { pieces, offset: this.#offset, inLongLine: this.#inLongLine };
    this.#offset += this.#bytes - rest.length;
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    this.#inLongLine = false;
    this.#hasEnd = false;
    return block;
  }

  /** Forgets the beginning of a line that is too long to be read. */
  #passOver(): void {
    this.#offset += this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    this.#inLongLine = true;
  }
}

const NEWLINE = 0x0a;

/** Remembers where in a large file some of its lines begin, so that any line is found again by reading a little. */
export class LineIndex {
  /** Byte offset of the first whole line of a chunk, and that line's number, counted from 1. */
  readonly #offsets: number[] = [0];
  readonly #lines: number[] = [1];

  /** `start` is the chunk's offset in the file; `linesBefore` the lines that ended before it. */
  add(chunk: Uint8Array, start: number, linesBefore: number): void {
    const newline = chunk.indexOf(NEWLINE);
    if (newline >= 0) this.mark(start + newline + 1, linesBefore + 2);
  }

  /** Line `line` begins at byte `offset`; both ascend. */
  mark(offset: number, line: number): void {
    this.#offsets.push(offset);
    this.#lines.push(line);
  }

  /** The last known line at or before `line`, and its byte offset. */
  before(line: number): { readonly line: number; readonly offset: number } {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lines[middle] as number) <= line) low = middle;
      else high = middle - 1;
    }
    return { line: this.#lines[low] as number, offset: this.#offsets[low] as number };
  }
}

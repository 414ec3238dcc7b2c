/** What a reader of bytes asks for: that many bytes, or to be given none of the next ones. */
export type Want = { readonly take: number } | { readonly skip: number };

/** A parser of a byte stream, written as if it could wait: each `yield` of a `take` is answered with those bytes. */
export type ByteReader = Generator<Want, void, Uint8Array>;

const nothing = new Uint8Array(0);

/**
 * Feeds a stream's chunks, wherever they are cut, to a reader. It holds no more than one chunk and the bytes of one
 * `take`, so a reader that takes only headers reads a stream of any size in the same memory.
 */
export class ByteFeed {
  readonly #reader: ByteReader;
  #want: Want;
  #ended: boolean;
  /** The beginning of a `take` that the last chunk did not have whole. */
  #held: Uint8Array = nothing;

  constructor(reader: ByteReader) {
    this.#reader = reader;
    const first = reader.next();
    this.#ended = first.done === true;
    this.#want = first.done === true ? { skip: 0 } : first.value;
  }

  /** Bytes were given after the reader had gone away or they were not enough for it. */
  get isMidway(): boolean {
    if (this.#ended) return false;
    return this.#held.length > 0 || ('skip' in this.#want && this.#want.skip > 0);
  }

  push(chunk: Uint8Array): void {
    let rest = chunk;
    while (!this.#ended) {
      if ('skip' in this.#want) {
        const skipped = Math.min(this.#want.skip, rest.length);
        rest = rest.subarray(skipped);
        this.#want = { skip: this.#want.skip - skipped };
        if (this.#want.skip > 0) return;
        this.#answer(nothing);
        continue;
      }
      const missing = this.#want.take - this.#held.length;
      if (rest.length < missing) {
        this.#held = joined(this.#held, rest);
        return;
      }
      const bytes =
        this.#held.length > 0 ? joined(this.#held, rest.subarray(0, missing)) : rest.subarray(0, missing);
      this.#held = nothing;
      rest = rest.subarray(missing);
      this.#answer(bytes);
    }
  }

  #answer(bytes: Uint8Array): void {
    const next = this.#reader.next(bytes);
    if (next.done === true) this.#ended = true;
    else this.#want = next.value;
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

import { concatBytes } from './chunks.ts';
import { BrokenStream } from './unpacked.ts';

/** Reads bits, the highest of each byte first, from bytes that are appended as they come. */
export class BitReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Bits that were taken out of `#bytes` and not yet handed out: the low `#count` of `#held`. */
  #held = 0;
  #count = 0;

  append(bytes: Uint8Array): void {
    this.#bytes = concatBytes([this.#bytes.subarray(this.#at), bytes]);
    this.#at = 0;
  }

  /** Whole bytes that were not looked at. */
  bytesLeft(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `count` bits (up to 32) as a number; throws `BrokenStream` at the end of the bytes. */
  take(count: number): number {
    if (count > 24) return this.take(count - 24) * 2 ** 24 + this.take(24);
    while (this.#count < count) {
      if (this.#at >= this.#bytes.length) throw new BrokenStream('truncated', 'unexpected end');
      this.#held = ((this.#held & 0xffffff) << 8) | (this.#bytes[this.#at++] as number);
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#held >>> this.#count) & ((1 << count) - 1);
  }

  /** Passes over the rest of a byte that was begun. */
  toNextByte(): void {
    this.#count -= this.#count % 8;
  }
}

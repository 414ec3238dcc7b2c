import { type PrefixSpan, uptimeOf } from './line-prefix.ts';
import { sameBytes } from './same-bytes.ts';

const LONGEST_PREFIX = 256;

/**
 * The prefix of the last line that was read word by word. Loggers give their lines the same prefix but for the digits
 * of the time, so most lines need no more than a comparison:
 *
 *   Aug 24 11:15:11 forwarder kernel: [594600.593813]
 */
export class KnownPrefix {
  /** Of lines without the kernel's clock NaN; otherwise that of the line that `matches` looked at last. */
  uptimeMicroseconds = NaN;
  /** The host of such lines, as `remember` was told. */
  host = 0;
  /** Up to the marker; 0 before a line was remembered. */
  length = 0;
  readonly #bytes = new Uint8Array(LONGEST_PREFIX);
  readonly #words = new DataView(this.#bytes.buffer);
  #hostStart = 0;
  #hostEnd = 0;
  #uptimeStart = 0;
  #uptimeEnd = 0;

  /** Remembers the prefix of a line that `readPrefix` has looked at. */
  remember(bytes: Uint8Array, start: number, marker: number, span: PrefixSpan, host: number): void {
    this.length = marker - start > LONGEST_PREFIX ? 0 : marker - start;
    if (this.length === 0) return;
    for (let i = 0; i < this.length; i++) this.#bytes[i] = bytes[start + i] as number;
    this.#hostStart = span.hostStart - start;
    this.#hostEnd = span.hostEnd - start;
    // Without the kernel's clock the whole prefix may differ in digits.
    const hasClock = span.uptimeEnd > span.uptimeStart;
    this.#uptimeStart = hasClock ? span.uptimeStart - start : this.length;
    this.#uptimeEnd = hasClock ? span.uptimeEnd - start : this.length;
    this.host = host;
  }

  /**
   * Whether the bytes at `start` are this prefix, of the same host, at another time: then `readPrefix` would find all
   * things at the same places. `view` shows the same memory as `bytes`, and has the whole prefix.
   */
  matches(bytes: Uint8Array, view: DataView, start: number): boolean {
    const clock = this.#uptimeStart;
    const behind = this.#uptimeEnd;
    if (!sameBytes(view, start, this.#words, 0, clock)) {
      if (!this.#differsInDigits(bytes, start, 0, clock)) return false;
      // The next line is of the same second as this one, or nearly so.
      for (let i = 0; i < clock; i++) this.#bytes[i] = bytes[start + i] as number;
    }
    if (!sameBytes(view, start + behind, this.#words, behind, this.length - behind)) return false;
    if (behind === clock) {
      this.uptimeMicroseconds = NaN;
      return true;
    }
    const uptime = uptimeOf(bytes, start + clock, start + behind);
    this.uptimeMicroseconds = uptime;
    return !Number.isNaN(uptime);
  }

  /** Whether `[from, to)` of the prefix is the same but for digits that stand for digits, and no digit of the host's name. */
  #differsInDigits(bytes: Uint8Array, start: number, from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      const seen = bytes[start + i] as number;
      const known = this.#bytes[i] as number;
      if (seen === known) continue;
      if (!isDigit(seen) || !isDigit(known) || (i >= this.#hostStart && i < this.#hostEnd)) return false;
    }
    return true;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

import { beforeMarked, firstMarked, marksOf } from './byte-in-word.ts';
import { sameBytes } from './same-bytes.ts';

const SLOTS = 1024;
/** Longer ones than this are read anew each time. */
const LONGEST_PLACE = 64;

/**
 * The places (`filter:FORWARD:rule:2`) of the last lines, as text, with their numbers in the trace columns. Like
 * `KnownTails` it only spares work.
 */
export class KnownPlaces {
  /** Behind the place that `find` looked for last. */
  end = 0;
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #words = new DataView(new ArrayBuffer(SLOTS * LONGEST_PLACE));
  /** Entry `slot * 2 + ipv6`. */
  readonly #hosts = new Int32Array(SLOTS * 2).fill(-1);
  readonly #places = new Uint32Array(SLOTS * 2);
  #slot = 0;

  /** The slot of the place that begins at `start` and ends before the next blank; -1 if not known. */
  find(view: DataView, start: number): number {
    const slot = this.#locate(view, start);
    const length = this.end - start;
    if (length > LONGEST_PLACE || length === 0 || this.#lengths[slot] !== length) return -1;
    return sameBytes(view, start, this.#words, slot * LONGEST_PLACE, length) ? slot : -1;
  }

  /** The number of the place in a slot, for packets of that host and family; -1 if not known. */
  placeAt(slot: number, host: number, ipv6: number): number {
    const entry = slot * 2 + ipv6;
    return this.#hosts[entry] === host ? (this.#places[entry] as number) : -1;
  }

  remember(view: DataView, start: number, end: number, host: number, ipv6: number, place: number): void {
    const length = end - start;
    if (length > LONGEST_PLACE || length === 0) return;
    const known = this.find(view, start);
    const slot = this.#slot;
    if (known < 0) {
      this.#lengths[slot] = length;
      const to = slot * LONGEST_PLACE;
      for (let i = 0; i < length; i++) this.#words.setUint8(to + i, view.getUint8(start + i));
      this.#hosts[slot * 2] = this.#hosts[slot * 2 + 1] = -1;
    }
    this.#hosts[slot * 2 + ipv6] = host;
    this.#places[slot * 2 + ipv6] = place;
  }

  #locate(view: DataView, start: number): number {
    const lastWord = view.byteLength - 4;
    let hash = 0;
    let i = start;
    let blanks = 0;
    let word = 0;
    for (; i <= lastWord; i += 4) {
      word = view.getInt32(i, true);
      blanks = marksOf(word, 0x20202020);
      if (blanks !== 0) break;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
    }
    if (blanks !== 0) hash = Math.imul(hash ^ beforeMarked(word, blanks), 0x9e3779b1);
    this.end = blanks === 0 ? view.byteLength : i + firstMarked(blanks);
    this.#slot = ((hash >>> 22) ^ (hash >>> 12)) & (SLOTS - 1);
    return this.#slot;
  }
}

import { marksOf } from './byte-in-word.ts';
import { sameBytes } from './same-bytes.ts';

const SLOTS = 256;
/** Longer lines than this are read anew each time. */
const LONGEST_TAIL = 512;

/**
 * The packet headers of the last lines, as text. A packet's lines repeat its header, from `IN=` to the end of the line,
 * until NAT, routing or a mark changes it, so that most lines are recognised by comparing four bytes at a time:
 *
 *   TRACE: filter:FORWARD:rule:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 ... URGP=0 OPT (0101080A1F2E3D4C5B6A7988)
 *   TRACE: filter:DOCKER-USER:return:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 ... URGP=0 OPT (0101080A1F2E3D4C5B6A7988)
 *
 * It only spares work: what it does not know is read from the line.
 */
export class KnownTails {
  /** What a tail was read as, by slot. */
  readonly host = new Int32Array(SLOTS + 1).fill(-1);
  readonly header = new Uint32Array(SLOTS + 1);
  readonly identity = new Uint32Array(SLOTS + 1);
  readonly ttl = new Uint8Array(SLOTS + 1);
  /** 1 for IPv6. */
  readonly ipv6 = new Uint8Array(SLOTS + 1);
  /** Behind the `\n` of the tail that `find` looked for last. */
  end = 0;
  readonly #lengths = new Int32Array(SLOTS + 1);
  /** Where the tail that `find` looked for last belongs. */
  #slot = 0;
  readonly #words = new DataView(new ArrayBuffer(SLOTS * LONGEST_TAIL));
  #last = 0;

  /** The slot of the tail that begins at `start` and ends with the next `\n`, which must be in `view`; -1 if not known. */
  find(view: DataView, start: number, host: number): number {
    if (this.host[this.#last] === host && this.#equals(view, start, this.#last)) {
      this.end = start + (this.#lengths[this.#last] as number);
      return this.#last;
    }
    this.#locate(view, start);
    const slot = this.#slot;
    if (this.host[slot] !== host || this.#lengths[slot] !== this.end - start) return -1;
    if (!this.#equals(view, start, slot)) return -1;
    this.#last = slot;
    return slot;
  }

  /** A slot for the tail that `find` did not know; the caller fills in its columns. One that is too long is not found again. */
  remember(view: DataView, start: number): number {
    const length = this.end - start;
    if (length > LONGEST_TAIL) return SLOTS;
    const slot = this.#slot;
    this.#lengths[slot] = length;
    const to = slot * LONGEST_TAIL;
    let i = 0;
    for (; i + 4 <= length; i += 4) this.#words.setInt32(to + i, view.getInt32(start + i));
    for (; i < length; i++) this.#words.setUint8(to + i, view.getUint8(start + i));
    this.#last = slot;
    return slot;
  }

  /** Whether slot's tail stands at `start`. Its own `\n` is the last byte that is compared. */
  #equals(view: DataView, start: number, slot: number): boolean {
    const length = this.#lengths[slot] as number;
    if (length === 0 || start + length > view.byteLength) return false;
    return sameBytes(view, start, this.#words, slot * LONGEST_TAIL, length);
  }

  /** Finds the tail's end, and the slot where it belongs. */
  #locate(view: DataView, start: number): void {
    const lastWord = view.byteLength - 4;
    let hash = 0;
    let i = start;
    for (; i <= lastWord; i += 4) {
      const word = view.getInt32(i, true);
      if (marksOf(word, 0x0a0a0a0a) !== 0) break;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
    }
    while (view.getUint8(i) !== NEWLINE) i++;
    this.end = i + 1;
    this.#slot = ((hash >>> 24) ^ (hash >>> 16)) & (SLOTS - 1);
  }
}

const NEWLINE = 0x0a;

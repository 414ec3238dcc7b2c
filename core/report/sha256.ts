/** SHA-256 (FIPS 180-4) of some bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const hash = new Sha256();
  hash.update(message);
  return hash.digest();
}

/** SHA-256 of bytes that come in pieces. */
export class Sha256 {
  readonly #state = Uint32Array.from(initial);
  /** Of a block that is not full yet. */
  readonly #rest = new Uint8Array(64);
  #length = 0;

  update(piece: Uint8Array): void {
    let at = 0;
    const begun = this.#length % 64;
    this.#length += piece.length;
    if (begun > 0) {
      at = Math.min(64 - begun, piece.length);
      this.#rest.set(piece.subarray(0, at), begun);
      if (begun + at < 64) return;
      compress(this.#state, this.#rest, 0);
    }
    for (; at + 64 <= piece.length; at += 64) compress(this.#state, piece, at);
    this.#rest.set(piece.subarray(at));
  }

  /** The digest of all pieces; nothing can be added afterwards. */
  digest(): Uint8Array {
    const begun = this.#length % 64;
    const blocks = new Uint8Array(begun < 56 ? 64 : 128);
    blocks.set(this.#rest.subarray(0, begun));
    blocks[begun] = 0x80;
    const length = new DataView(blocks.buffer);
    length.setUint32(blocks.length - 8, Math.floor(this.#length / 0x20000000));
    length.setUint32(blocks.length - 4, (this.#length << 3) >>> 0);
    for (let at = 0; at < blocks.length; at += 64) compress(this.#state, blocks, at);
    const digest = new Uint8Array(32);
    const view = new DataView(digest.buffer);
    this.#state.forEach((word, i) => view.setUint32(i * 4, word));
    return digest;
  }
}

const w = new Uint32Array(64);

/** One block of 64 bytes, from `start` on. */
function compress(state: Uint32Array, blocks: Uint8Array, start: number): void {
  const view = new DataView(blocks.buffer, blocks.byteOffset + start, 64);
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(t * 4);
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15] as number;
    const b = w[t - 2] as number;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[t] = (w[t - 16] as number) + s0 + (w[t - 7] as number) + s1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const t1 = (h + sum1 + chosen + (constants[t] as number) + (w[t] as number)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + sum0 + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] as number) + word));
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits of the fractional parts of the square roots of the first 8 primes, and cube roots of the first 64. */
const primes = firstPrimes(64);
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = primes.map((prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x100000000) >>> 0;
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

import { readAddress } from '../../core/index.ts';

/** The names that are addresses, as numbers: name i has `words[4 * i]` to `words[4 * i + 3]`. */
export interface AddressIndex {
  /** 4, 6, or 0 where the name is no address. */
  readonly version: Uint8Array;
  readonly words: Uint32Array;
}

export function indexAddresses(names: readonly string[]): AddressIndex {
  const version = new Uint8Array(names.length);
  const words = new Uint32Array(4 * names.length);
  names.forEach((name, i) => (version[i] = readAddress(name, words, 4 * i)));
  return { version, words };
}

/**
 * 1 for each name that fits `wanted`: the same address however it is written, or any in a prefix like `10.1.0.0/24`. What
 * is redacted or half an address fits the same text only.
 */
export function addressHits(
  names: readonly string[],
  { version, words }: AddressIndex,
  wanted: string,
): Uint8Array {
  const hits = new Uint8Array(names.length);
  const [base = '', bits] = wholePrefix(wanted).split('/');
  const asked = new Uint32Array(4);
  const family = readAddress(base, asked, 0);
  const width = family === 4 ? 32 : 128;
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  if (family === 0 || length > width) {
    const same = names.indexOf(wanted);
    if (same >= 0) hits[same] = 1;
    return hits;
  }
  const masks = Uint32Array.from([0, 1, 2, 3], (word) => maskOf(length - 32 * word));
  const [mask0, mask1, mask2, mask3] = masks as unknown as [number, number, number, number];
  const [word0, word1, word2, word3] = asked.map((word, i) => word & (masks[i] as number)) as unknown as [
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < hits.length; i++) {
    if (version[i] !== family) continue;
    const at = 4 * i;
    if (((words[at] as number) & mask0) >>> 0 !== word0) continue;
    if (family === 6) {
      if (((words[at + 1] as number) & mask1) >>> 0 !== word1) continue;
      if (((words[at + 2] as number) & mask2) >>> 0 !== word2) continue;
      if (((words[at + 3] as number) & mask3) >>> 0 !== word3) continue;
    }
    hits[i] = 1;
  }
  return hits;
}

/** `10.71` and `10.71.*` are 10.71.0.0/16, `10.96/12` is 10.96.0.0/12: people leave out the rest. */
function wholePrefix(wanted: string): string {
  const [base = '', length] = wanted.split('/');
  const bytes = base.replace(/(?:\.\*){1,3}$|\.$/, '').split('.');
  const isPart = bytes.length < 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte));
  if (!isPart || (bytes.length === 1 && base === bytes[0] && length === undefined)) return wanted;
  return `${[...bytes, '0', '0', '0'].slice(0, 4).join('.')}/${length ?? 8 * bytes.length}`;
}

/** The first `bits` of 32. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

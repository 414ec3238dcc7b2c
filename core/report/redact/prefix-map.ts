import type { Bits } from './bits.ts';
import { keyedBytes } from './keyed-bits.ts';
import { rangeOf, staysAsItIs } from './special-ranges.ts';

/** What a map of addresses must take care of. All of one width. */
export interface PrefixMapInput {
  readonly width: 32 | 128;
  readonly key: string;
  /** Addresses of the bundle: none may become one of them, for then nobody could tell that it was replaced. */
  readonly originals: readonly Bits[];
}

/**
 * A permutation of all addresses of a width that keeps special ranges and shared prefixes.
 *
 * Each special range, and what is left outside of all, is permuted by itself, so that nothing beside a range is bound to
 * it. Within a range, for each beginning of an address the key decides whether the next bit is turned (Crypto-PAn: Xu,
 * Fan, Ammar, Moon 2002): two addresses that share their first n bits share them afterwards. What this leads into
 * another range is led on until it is out of it (cycle walking: Black, Rogaway 2002). So addresses outside of special
 * ranges keep the bits that they share from the length of such a range on; shorter beginnings may part.
 */
export function prefixMap({ width, key, originals }: PrefixMapInput): (address: Bits) => Bits {
  const permutations = new Map<Bits, (address: Bits) => Bits>();
  const byRange = new Map<Bits, Set<Bits>>();
  for (const bits of originals) {
    if (staysAsItIs(bits)) continue;
    const { beginning } = rangeOf(bits);
    byRange.set(beginning, (byRange.get(beginning) ?? new Set()).add(bits));
  }
  return (address) => {
    const { beginning, isKept } = rangeOf(address);
    if (isKept) return address;
    let permutation = permutations.get(beginning);
    if (permutation === undefined) {
      permutation = bestOf(beginning, [...(byRange.get(beginning) ?? [])]);
      permutations.set(beginning, permutation);
    }
    return permutation(address);
  };

  /** The first of the key's permutations (it has any number of them) that leads no original onto another. */
  function bestOf(range: Bits, inRange: readonly Bits[]): (address: Bits) => Bits {
    const taken = new Set(inRange);
    let best = within(range, 0, inRange);
    let fewest = Infinity;
    for (let attempt = 0; attempt < ATTEMPTS && inRange.length <= MOST_TRIED; attempt++) {
      const permutation = attempt === 0 ? best : within(range, attempt, inRange);
      const hits = inRange.filter((bits) =>
        shownAs(bits, permutation(bits)).some((image) => taken.has(image)),
      ).length;
      if (hits < fewest) [best, fewest] = [permutation, hits];
      if (fewest === 0) break;
    }
    return best;
  }

  function within(range: Bits, attempt: number, inRange: readonly Bits[]): (address: Bits) => Bits {
    const turned = keyedTurns(`${key}\0${width} ${range} ${attempt}`);
    const decided = width - range.length <= SMALL_RANGE_BITS ? settled(range, inRange, turned) : null;
    const turnAll = (address: Bits): Bits => {
      let result = range;
      for (let length = range.length; length < width; length++) {
        const prefix = address.slice(0, length);
        result += (decided?.get(prefix) ?? turned(prefix)) ? flip(address[length]) : address[length];
      }
      return result;
    };
    return (address) => {
      let image = turnAll(address);
      while (rangeOf(image).beginning !== range) image = turnAll(image);
      return image;
    };
  }
}

/** What an address may be shown as: its image, and for the address of a network that of its prefix, padded with zeros. */
function shownAs(bits: Bits, image: Bits): readonly Bits[] {
  const zeros = bits.length - (bits.lastIndexOf('1') + 1);
  if (zeros < FEWEST_HOST_BITS) return [image];
  const lengths = Array.from({ length: zeros - 1 }, (_, i) => bits.length - zeros + i);
  return [image, ...lengths.map((length) => image.slice(0, length).padEnd(bits.length, '0'))];
}

/** The smallest networks that are looked at: a /28, of IPv6 a /124. */
const FEWEST_HOST_BITS = 4;

const ATTEMPTS = 64;
/** With more addresses, some permutation without a hit is hardly to be found, and looking for it takes long. */
const MOST_TRIED = 5000;
/** A documentation range: its addresses may be used to the last, so that chance finds no permutation. */
const SMALL_RANGE_BITS = 8;

/** For each beginning whether the next bit is turned. One digest serves the 255 beginnings of eight levels. */
function keyedTurns(key: string): (prefix: Bits) => boolean {
  const digests = new Map<Bits, Uint8Array>();
  return (prefix) => {
    const root = prefix.slice(0, prefix.length - (prefix.length % 8));
    let digest = digests.get(root);
    if (digest === undefined) {
      digest = keyedBytes(key, `bits ${root}`);
      digests.set(root, digest);
    }
    const rest = prefix.slice(root.length);
    const index = 2 ** rest.length + Number.parseInt(rest || '0', 2) - 1;
    return (((digest[index >> 3] as number) >> (index & 7)) & 1) === 1;
  };
}

/** The turns below a prefix, those of the key where that can be, so that no original becomes an original. */
function settled(
  range: Bits,
  originals: readonly Bits[],
  turned: (prefix: Bits) => boolean,
): ReadonlyMap<Bits, boolean> {
  const decided = new Map<Bits, boolean>();
  settle(range, originals, originals);
  return decided;

  function settle(prefix: Bits, sources: readonly Bits[], taken: readonly Bits[]): boolean {
    if (sources.length === 0 || taken.length === 0) return true;
    const depth = prefix.length;
    if (depth === sources[0]?.length) return false;
    const side = (bits: readonly Bits[], bit: string): readonly Bits[] =>
      bits.filter((each) => each[depth] === bit);
    const first = turned(prefix);
    for (const turn of [first, !first]) {
      const works = ['0', '1'].every((bit) =>
        settle(prefix + bit, side(sources, bit), side(taken, turn ? flip(bit) : bit)),
      );
      if (works) {
        decided.set(prefix, turn);
        return true;
      }
    }
    return false;
  }
}

function flip(bit: string | undefined): string {
  return bit === '0' ? '1' : '0';
}

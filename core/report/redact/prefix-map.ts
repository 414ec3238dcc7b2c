import type { Bits } from './bits.ts';
import { keyedBytes } from './keyed-bits.ts';
import { specialRanges, staysAsItIs } from './special-ranges.ts';

/** What a map of addresses must take care of. All of one width. */
export interface PrefixMapInput {
  readonly width: 32 | 128;
  readonly key: string;
  /** Addresses of the bundle: none may become one of them, for then nobody could tell that it was replaced. */
  readonly originals: readonly Bits[];
  /** Networks that hosts are on: their first and last addresses stay first and last. */
  readonly networks: readonly Bits[];
}

/**
 * A permutation of all addresses of a width: two that share their first n bits share them afterwards (as Crypto-PAn
 * has it: Xu, Fan, Ammar, Moon 2002), and special ranges stay where they are. For each beginning the key decides whether
 * the bit behind it is turned; where that would lead onto an original, it is decided the other way.
 */
export function prefixMap(input: PrefixMapInput): (address: Bits) => Bits {
  const { width, key } = input;
  const ranges = specialRanges[width];
  const above = new Set<Bits>();
  for (const range of [...ranges.known, ...ranges.kept])
    for (let length = 0; length < range.length; length++) above.add(range.slice(0, length));
  const isKept = (prefix: Bits): boolean =>
    ranges.kept.some((range) => prefix.startsWith(range)) &&
    !ranges.known.some((range) => prefix.startsWith(range));

  const digests = new Map<Bits, Uint8Array>();
  const decided = new Map<Bits, boolean>();
  const originals = [...new Set(input.originals)].filter((bits) => !staysAsItIs(bits));

  // A network's first and last addresses are kept where that is possible: in a small range full of hosts it is not.
  for (const shortest of [16, 24, width + 1]) {
    const edges = edgesOf(input.networks.filter(({ length }) => length >= shortest));
    decided.clear();
    if (settle('', '', originals, originals, edges)) return (address) => mapped(address, edges);
  }
  const edges = new Set<Bits>();
  return (address) => mapped(address, edges);

  function mapped(address: Bits, edges: ReadonlySet<Bits>): Bits {
    let result = '';
    for (let length = 0; length < width; length++) {
      const prefix = address.slice(0, length);
      result += turned(prefix, edges) ? flip(address[length]) : address[length];
    }
    return result;
  }

  /** True where the bit behind the prefix is turned. */
  function turned(prefix: Bits, edges: ReadonlySet<Bits>): boolean {
    return !isFixed(prefix, edges) && (decided.get(prefix) ?? keyed(prefix));
  }

  function isFixed(prefix: Bits, edges: ReadonlySet<Bits>): boolean {
    return above.has(prefix) || edges.has(prefix) || isKept(prefix);
  }

  /** One digest serves the 255 beginnings of eight levels. */
  function keyed(prefix: Bits): boolean {
    const root = prefix.slice(0, prefix.length - (prefix.length % 8));
    let digest = digests.get(root);
    if (digest === undefined) {
      digest = keyedBytes(key, `bits ${width} ${root}`);
      digests.set(root, digest);
    }
    const rest = prefix.slice(root.length);
    const index = 2 ** rest.length + Number.parseInt(rest || '0', 2) - 1;
    return (((digest[index >> 3] as number) >> (index & 7)) & 1) === 1;
  }

  /** Decides the turns below a prefix, which becomes `target`, so that no original below becomes an original. */
  function settle(
    prefix: Bits,
    target: Bits,
    sources: readonly Bits[],
    taken: readonly Bits[],
    edges: ReadonlySet<Bits>,
  ): boolean {
    if (sources.length === 0 || taken.length === 0) return true;
    const depth = prefix.length;
    if (depth === width) return false;
    const first = isFixed(prefix, edges) ? false : keyed(prefix);
    const options = isFixed(prefix, edges) ? [false] : [first, !first];
    const side = (bits: readonly Bits[], bit: string): readonly Bits[] => bits.filter((each) => each[depth] === bit);
    for (const turn of options) {
      const settled = ['0', '1'].every((bit) => {
        const to = turn ? flip(bit) : bit;
        return settle(prefix + bit, target + to, side(sources, bit), side(taken, to), edges);
      });
      if (!settled) continue;
      if (turn !== first) decided.set(prefix, turn);
      else decided.delete(prefix);
      return true;
    }
    return false;
  }
}

/** The beginnings within a network that its first and its last address go through. */
function edgesOf(networks: readonly Bits[]): ReadonlySet<Bits> {
  const edges = new Set<Bits>();
  for (const network of networks)
    for (let rest = 0; network.length + rest < 32; rest++) {
      edges.add(network + '0'.repeat(rest));
      edges.add(network + '1'.repeat(rest));
    }
  return edges;
}

function flip(bit: string | undefined): string {
  return bit === '0' ? '1' : '0';
}

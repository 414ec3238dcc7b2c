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

  const edges = new Set<Bits>();
  const outside = originals.filter((bits) => !ranges.known.some((range) => bits.startsWith(range)));
  settleRange('', outside);
  for (const range of ranges.known)
    settleRange(
      range,
      originals.filter((bits) => bits.startsWith(range)),
    );
  return mapped;

  /**
   * A network's first and last addresses stay that where they can: in a small range full of hosts they can't. Where a
   * range is full of networks, at least no host becomes another.
   */
  function settleRange(range: Bits, inRange: readonly Bits[]): void {
    const networks = input.networks.filter((network) => network.startsWith(range));
    const ends = new Set(
      networks.flatMap((network) => [network.padEnd(width, '0'), network.padEnd(width, '1')]),
    );
    const hosts = inRange.filter((bits) => !ends.has(bits));
    for (const [shortest, wanted] of [
      [16, inRange],
      [24, inRange],
      [24, hosts],
      [width + 1, inRange],
      [width + 1, hosts],
    ] as const) {
      const own = edgesOf(networks.filter(({ length }) => length >= shortest));
      for (const edge of own) edges.add(edge);
      if (settle(range, range, wanted, wanted)) return;
      for (const edge of own) edges.delete(edge);
    }
  }

  function mapped(address: Bits): Bits {
    let result = '';
    for (let length = 0; length < width; length++) {
      const prefix = address.slice(0, length);
      result += turned(prefix) ? flip(address[length]) : address[length];
    }
    return result;
  }

  /** True where the bit behind the prefix is turned. */
  function turned(prefix: Bits): boolean {
    return !isFixed(prefix) && (decided.get(prefix) ?? keyed(prefix));
  }

  function isFixed(prefix: Bits): boolean {
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
  function settle(prefix: Bits, target: Bits, sources: readonly Bits[], taken: readonly Bits[]): boolean {
    if (sources.length === 0 || taken.length === 0) return true;
    const depth = prefix.length;
    if (depth === width) return false;
    const first = isFixed(prefix) ? false : keyed(prefix);
    const options = isFixed(prefix) ? [false] : [first, !first];
    const side = (bits: readonly Bits[], bit: string): readonly Bits[] =>
      bits.filter((each) => each[depth] === bit);
    for (const turn of options) {
      const settled = ['0', '1'].every((bit) => {
        const to = turn ? flip(bit) : bit;
        return settle(prefix + bit, target + to, side(sources, bit), side(taken, to));
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

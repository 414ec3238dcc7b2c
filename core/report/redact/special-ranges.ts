import { parsePrefix } from '../../kernel/address.ts';
import { type Bits, prefixBits } from './bits.ts';

/** Ranges that a reader knows by sight: an address of one stays in it (iana-ipv4-special-registry, -ipv6-). */
const known = [
  ...['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...[
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '239.0.0.0/8',
  ],
  ...['240.0.0.0/4', '64:ff9b:1::/48', '100::/64', '2001::/32', '2001:db8::/32', '2002::/16', '2000::/3'],
  ...['3fff::/20', 'fc00::/8', 'fd00::/8', 'fe80::/64'],
];

/** Ranges whose every address has a meaning of its own and names nobody: they stay as they are. */
const kept = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/4', '255.255.255.255/32', '::/96', 'ff00::/8'];

/** The beginnings of the ranges, by width of the address. */
export interface SpecialRanges {
  readonly known: readonly Bits[];
  readonly kept: readonly Bits[];
}

export const specialRanges: Readonly<Record<32 | 128, SpecialRanges>> = {
  32: { known: beginnings(known, 32), kept: beginnings(kept, 32) },
  128: { known: beginnings(known, 128), kept: beginnings(kept, 128) },
};

/** Whether the address stays as it is: its range is kept, and it is in no known range within that; or it is a range's own. */
export function staysAsItIs(bits: Bits): boolean {
  const ranges = specialRanges[bits.length === 32 ? 32 : 128];
  const inside = (range: Bits): boolean => bits.startsWith(range);
  if (isNetmask(bits) || isRangeItself(bits.replace(/0+$/, ''), bits.length === 32 ? 32 : 128)) return true;
  return ranges.kept.some(
    (range) => inside(range) && !ranges.known.some((part) => part.startsWith(range) && inside(part)),
  );
}

/** Whether a prefix holds a special range or is one: `0.0.0.0/0`, `10.0.0.0/8`, `fc00::/7`. Such name nobody. */
export function isRangeItself(prefix: Bits, width: 32 | 128): boolean {
  const ranges = specialRanges[width];
  return [...ranges.known, ...ranges.kept].some((range) => range.startsWith(prefix));
}

/** `255.255.255.0` and the like, from /8 on. */
function isNetmask(bits: Bits): boolean {
  return bits.length === 32 && /^1{8,}0*$/.test(bits);
}

function beginnings(prefixes: readonly string[], width: 32 | 128): readonly Bits[] {
  return prefixes.flatMap((text) => {
    const prefix = parsePrefix(text);
    if (prefix === null || (typeof prefix.value === 'number' ? 32 : 128) !== width) return [];
    return [prefixBits(prefix.value, prefix.length)];
  });
}

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

/** A range of addresses: `beginning` is what their bits begin with, '' for those that are in no special range. */
export interface Range {
  readonly beginning: Bits;
  /** Its addresses stay as they are. */
  readonly isKept: boolean;
}

type Width = 32 | 128;

/** Special ranges, the narrowest first; the last one is all the rest. */
const ranges: Readonly<Record<Width, readonly Range[]>> = { 32: rangesOf(32), 128: rangesOf(128) };

/** The narrowest range that an address is in. */
export function rangeOf(bits: Bits): Range {
  const all = ranges[bits.length === 32 ? 32 : 128];
  return all.find(({ beginning }) => bits.startsWith(beginning)) as Range;
}

/** Whether the address stays as it is: its range is kept, or it is a range's own, or a netmask. */
export function staysAsItIs(bits: Bits): boolean {
  return rangeOf(bits).isKept || isNetmask(bits) || isBase(bits);
}

/** The shortest prefixes hold so many addresses that they name nobody, special ranges among them: `8.0.0.0/5`. */
const SHORTEST: Readonly<Record<Width, number>> = { 32: 8, 128: 16 };

/** Whether a prefix is a special range or so short that it holds one: `0.0.0.0/0`, `10.0.0.0/8`, `fc00::/7`. Such name nobody. */
export function isRangeItself(prefix: Bits, width: Width): boolean {
  return ranges[width].some(({ beginning }) =>
    prefix.length < SHORTEST[width] ? beginning.startsWith(prefix) : beginning === prefix,
  );
}

/** `192.168.0.0`, the first address of a range. */
function isBase(bits: Bits): boolean {
  const all = ranges[bits.length === 32 ? 32 : 128];
  return all.some(
    ({ beginning }) => bits.startsWith(beginning) && !bits.slice(beginning.length).includes('1'),
  );
}

/** `255.255.255.0` and the like, from /8 on. */
function isNetmask(bits: Bits): boolean {
  return bits.length === 32 && /^1{8,}0*$/.test(bits);
}

function rangesOf(width: Width): readonly Range[] {
  const special = [known, kept].flatMap((texts) =>
    texts.flatMap((text) => {
      const prefix = parsePrefix(text);
      if (prefix === null || (typeof prefix.value === 'number' ? 32 : 128) !== width) return [];
      return [{ beginning: prefixBits(prefix.value, prefix.length), isKept: texts === kept }];
    }),
  );
  return [...special, { beginning: '', isKept: false }].sort(
    (a, b) => b.beginning.length - a.beginning.length,
  );
}

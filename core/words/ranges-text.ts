/**
 * Sets of numbers and addresses as people write them, for sentences in any language: `10.0.0.0/8, 192.0.2.1`, `anywhere
 * but 10.0.0.0/8`, `10.1.0.0/24 (not 10.1.0.1)`, whichever is shortest.
 */
export function rangesText(texts: readonly string[], values: RangeValues, words: RangeWords): string {
  const ranges: Range[] = [];
  for (const text of texts) {
    const [first, last] = text.split('-').map(values.read);
    if (first === null || first === undefined || last === null || last === undefined) return words.few(texts);
    ranges.push([first, last]);
  }
  const whole: Range = [0n, values.last];
  const others = rangesBetween(ranges, whole);
  if (others.length === 0) return words.all;
  if (isMostOf(whole, ranges, others)) return words.but(words.all, words.few(printed(others, values)));
  return words.few(inGroups(ranges, values).map((group) => groupText(group, values, words)));
}

/** The words of one language around ranges. */
export interface RangeWords {
  readonly all: string;
  /** `anywhere but 10.1.0.1` */
  but(most: string, others: string): string;
  /** The same as a part of a list: `10.1.0.0/24 (not 10.1.0.1)` */
  without(most: string, others: string): string;
  /** A list, of many its first few. */
  few(ranges: readonly string[]): string;
}

/** Ranges that fill most of a prefix, with what they leave out of it. */
interface RangeGroup {
  readonly whole: Range;
  readonly others: readonly Range[];
}

/** Neighbours together, as many as can be, where what is left out of their prefix is less than they are. */
function inGroups(ranges: readonly Range[], { hasPrefixes }: RangeValues): readonly RangeGroup[] {
  const groups: RangeGroup[] = [];
  for (let from = 0; from < ranges.length;) {
    const first = ranges[from] as Range;
    let group: RangeGroup = { whole: first, others: [] };
    let end = from + 1;
    for (
      let until = from + 1;
      hasPrefixes && until <= Math.min(ranges.length, from + MOST_IN_GROUP);
      until++
    ) {
      const some = ranges.slice(from, until);
      const whole = prefixAround(first[0], (some.at(-1) ?? first)[1]);
      const isAlone = isBefore(ranges[from - 1], whole) && isBefore(whole, ranges[until]);
      const others = rangesBetween(some, whole);
      if (!isAlone || others.length > MOST_LEFT_OUT || !isMostOf(whole, some, others)) continue;
      group = { whole, others };
      end = until;
    }
    groups.push(group);
    from = end;
  }
  return groups;
}

const MOST_IN_GROUP = 16;
/** `10.1.0.0/24 (not ...)`: this many others can still be read at a glance. */
const MOST_LEFT_OUT = 3;

function groupText({ whole, others }: RangeGroup, values: RangeValues, words: RangeWords): string {
  const [all = ''] = printed([whole], values);
  return others.length === 0 ? all : words.without(all, words.few(printed(others, values)));
}

/** The smallest prefix with both. */
function prefixAround(first: bigint, last: bigint): Range {
  const free = (1n << BigInt((first ^ last).toString(2).length)) - 1n;
  return first === last ? [first, last] : [first & ~free, last | free];
}

function isBefore(one: Range | undefined, other: Range | undefined): boolean {
  return one === undefined || other === undefined || one[1] < other[0];
}

function isMostOf(whole: Range, ranges: readonly Range[], others: readonly Range[]): boolean {
  return size(ranges) * 4n >= (whole[1] - whole[0]) * 3n && others.length <= ranges.length + 1;
}

/** How the values of a field are read and printed. */
export interface RangeValues {
  readonly last: bigint;
  /** Those that share their first bits belong together. */
  readonly hasPrefixes: boolean;
  read(text: string): bigint | null;
  print(first: bigint, last: bigint): string;
}

export function numbersUpTo(most: number): RangeValues {
  return {
    last: BigInt(most),
    hasPrefixes: false,
    read: (text) => (/^\d+$/.test(text) ? BigInt(text) : null),
    print: (first, last) => (first === last ? `${first}` : `${first}-${last}`),
  };
}

/** Addresses of the family that the first of them has. */
export function addressesLike([first = '']: readonly string[]): RangeValues {
  const width = first.includes(':') ? 128 : 32;
  return {
    last: (1n << BigInt(width)) - 1n,
    hasPrefixes: true,
    read: numberOf,
    print: (from, to) => addressRange(from, to, width),
  };
}

/** The protocols with a name that a set with `other` in it lacks. */
export function protocolsWithout(protocols: readonly string[]): readonly string[] {
  return namedProtocols.filter((name) => !protocols.includes(name));
}

/** Those that are not `other`. */
const namedProtocols = [
  'icmp', 'igmp', 'ipip', 'tcp', 'udp', 'dccp', 'ipv6', 'gre', 'esp', 'ah', 'icmpv6', 'ospf', 'pim', 'vrrp', 'sctp',
  'udplite',
]; // prettier-ignore

type Range = readonly [first: bigint, last: bigint];

/** What of `whole` is in none of the ranges, which rise. */
function rangesBetween(ranges: readonly Range[], [begin, end]: Range): Range[] {
  const others: Range[] = [];
  let next = begin;
  for (const [first, last] of ranges) {
    if (first > next) others.push([next, first - 1n]);
    next = last + 1n;
  }
  if (next <= end) others.push([next, end]);
  return others;
}

function size(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
}

function printed(ranges: readonly Range[], { print }: RangeValues): string[] {
  return ranges.map(([first, last]) => print(first, last));
}

/** `10.0.0.0/8` for 10.0.0.0-10.255.255.255. */
function addressRange(first: bigint, last: bigint, width: 32 | 128): string {
  if (first === last) return addressText(first, width);
  const free = first ^ last;
  const isPrefix = (free & (free + 1n)) === 0n && (first & free) === 0n;
  return isPrefix
    ? `${addressText(first, width)}/${width - free.toString(2).length}`
    : `${addressText(first, width)}-${addressText(last, width)}`;
}

function addressText(value: bigint, width: 32 | 128): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}

/** An address as this program prints it. */
function numberOf(address: string): bigint | null {
  if (!address.includes(':'))
    return /^[\d.]+$/.test(address)
      ? address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
      : null;
  if (!/^[\da-f:]+$/.test(address)) return null;
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  if (left.length + right.length > 8) return null;
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/**
 * Sets of numbers and addresses as people write them, for sentences in any language: `10.0.0.0/8, 192.0.2.1` or `anywhere
 * but 10.0.0.0/8`, whichever is shorter.
 */
export function rangesText(texts: readonly string[], values: RangeValues, words: RangeWords): string {
  const ranges: Range[] = [];
  for (const text of texts) {
    const [first, last] = text.split('-').map(values.read);
    if (first === null || first === undefined || last === null || last === undefined) return words.few(texts);
    ranges.push([first, last]);
  }
  const others = rangesBetween(ranges, values.last);
  if (others.length === 0) return words.all;
  const isMost = size(ranges) > size(others);
  return isMost && others.length <= ranges.length + 1
    ? words.allBut(words.few(printed(others, values)))
    : words.few(printed(ranges, values));
}

/** The words of one language around ranges. */
export interface RangeWords {
  readonly all: string;
  allBut(others: string): string;
  /** A list, of many its first few. */
  few(ranges: readonly string[]): string;
}

/** How the values of a field are read and printed. */
export interface RangeValues {
  readonly last: bigint;
  read(text: string): bigint | null;
  print(first: bigint, last: bigint): string;
}

export function numbersUpTo(most: number): RangeValues {
  return {
    last: BigInt(most),
    read: (text) => (/^\d+$/.test(text) ? BigInt(text) : null),
    print: (first, last) => (first === last ? `${first}` : `${first}-${last}`),
  };
}

/** Addresses of the family that the first of them has. */
export function addressesLike([first = '']: readonly string[]): RangeValues {
  const width = first.includes(':') ? 128 : 32;
  return {
    last: (1n << BigInt(width)) - 1n,
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

/** What is in none of the ranges, which rise, up to `end`. */
function rangesBetween(ranges: readonly Range[], end: bigint): Range[] {
  const others: Range[] = [];
  let next = 0n;
  for (const [first, last] of ranges) {
    if (first > next) others.push([next, first - 1n]);
    next = last + 1n;
  }
  if (next <= end) others.push([next, end]);
  return others;
}

function size(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, [first, last]) => sum + last - first, 0n);
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

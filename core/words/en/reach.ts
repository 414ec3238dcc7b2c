import type { Assumed } from '../../model/assumed.ts';
import type { HeaderBox, NeverRule, ReachEnd, ReachLeft } from '../../model/reach.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { ruleOf } from './places.ts';
import { title } from './causes.ts';
import { assumption, end } from './simulation.ts';

/** `tcp from 10.0.0.0/8 to 10.2.0.2 port 22, in eth0, ctstate NEW`; `all packets`. */
export function box({
  in: interfaces,
  src,
  dst,
  protocol,
  sport,
  dport,
  icmpType,
  state,
  mark,
  local,
  family,
}: HeaderBox): string {
  const header = [
    protocolOf(protocol, family),
    icmpType === null ? null : `type ${rangesIn(icmpType, numbersUpTo(255), 'any type', 'type')}`,
    side('from', src, sport),
    side('to', dst, dport),
  ].filter((each) => each !== null);
  const isPlainMark = mark === null || (mark.length === 1 && mark[0] === '0x0/0xffffffff');
  const from = interfaces === null ? null : `in ${few(interfaces, 'interface')}`;
  return [
    header.join(' '),
    local ? 'sent by the host' : from,
    state === null ? null : `ctstate ${state.join(', ')}`,
    isPlainMark ? null : `mark ${few(mark, 'mark')}`,
  ]
    .filter((each) => each !== null)
    .join(', ');
}

function protocolOf(protocols: readonly string[] | null, family: HeaderBox['family']): string {
  const all = `all ${family === 'ipv6' ? 'IPv6 ' : family === 'ipv4' ? 'IPv4 ' : ''}packets`;
  if (protocols === null) return all;
  if (!protocols.includes('other')) return few(protocols, 'protocol');
  const missing = namedProtocols.filter((name) => !protocols.includes(name));
  return missing.length === 0 ? all : `${all} but ${listed(missing)}`;
}

/** Those that are not `other`. */
const namedProtocols = [
  'icmp', 'igmp', 'ipip', 'tcp', 'udp', 'dccp', 'ipv6', 'gre', 'esp', 'ah', 'icmpv6', 'ospf', 'pim', 'vrrp', 'sctp',
  'udplite',
]; // prettier-ignore

function side(
  word: string,
  addresses: readonly string[] | null,
  ports: readonly string[] | null,
): string | null {
  if (addresses === null && ports === null) return null;
  const port = ports === null ? '' : ` ${portsIn(ports)}`;
  return `${word} ${addresses === null ? 'anywhere' : addressesIn(addresses)}${port}`;
}

function portsIn(ports: readonly string[]): string {
  const text = rangesIn(ports, numbersUpTo(65535), 'any port', 'port');
  return text.startsWith('any port') ? text : `port ${text}`;
}

function addressesIn(addresses: readonly string[]): string {
  return rangesIn(addresses, addressValues(addresses[0]?.includes(':') ? 128 : 32), 'anywhere', 'range');
}

/** How the values of a field are read and printed. */
interface Values {
  readonly last: bigint;
  read(text: string): bigint | null;
  print(first: bigint, last: bigint): string;
}

function numbersUpTo(most: number): Values {
  return {
    last: BigInt(most),
    read: (text) => (/^\d+$/.test(text) ? BigInt(text) : null),
    print: (first, last) => (first === last ? `${first}` : `${first}-${last}`),
  };
}

function addressValues(width: 32 | 128): Values {
  return {
    last: (1n << BigInt(width)) - 1n,
    read: numberOf,
    print: (first, last) => addressRange(first, last, width),
  };
}

/** Some ranges, or all values but some, whichever is shorter. */
function rangesIn(texts: readonly string[], values: Values, all: string, what: string): string {
  const ranges: [bigint, bigint][] = [];
  for (const text of texts) {
    const [first, last] = text.split('-').map(values.read);
    if (first === null || first === undefined || last === null || last === undefined) return few(texts, what);
    ranges.push([first, last]);
  }
  const others: [bigint, bigint][] = [];
  let next = 0n;
  for (const [first, last] of ranges) {
    if (first > next) others.push([next, first - 1n]);
    next = last + 1n;
  }
  if (next <= values.last) others.push([next, values.last]);
  const printed = (some: readonly [bigint, bigint][]): string[] =>
    some.map(([first, last]) => values.print(first, last));
  if (others.length === 0) return all;
  const size = (some: readonly [bigint, bigint][]): bigint =>
    some.reduce((sum, [first, last]) => sum + last - first, 0n);
  const isMost = size(ranges) > size(others);
  return isMost && others.length <= ranges.length + 1
    ? `${all} but ${few(printed(others), what)}`
    : few(printed(ranges), what);
}

/** The first few of many. */
function few(words: readonly string[], what: string): string {
  if (words.length <= MOST_WORDS) return words.join(', ');
  return `${words.slice(0, MOST_WORDS).join(', ')} and ${counted(words.length - MOST_WORDS, `more ${what}`)}`;
}

const MOST_WORDS = 6;

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

/** One sentence for one end of packets: how it comes about, and how they leave. No full stop. */
export function reachEnd({ end: of, egress }: ReachEnd): string {
  const sides =
    egress === null
      ? []
      : [changed('from', egress.src, egress.sport), changed('to', egress.dst, egress.dport)].filter(
          (each) => each !== null,
        );
  // What routing says of one packet would name that one's addresses.
  const how = of.kind === 'routing' ? `Dropped by routing: ${title(of.cause.kind)}` : end(of);
  return sides.length === 0 ? how : `${how}, rewritten ${sides.join(' ')}`;
}

function changed(word: string, address: string | null, port: string | null): string | null {
  if (address === null && port === null) return null;
  return `${word} ${[address, port === null ? null : `port ${port}`].filter((each) => each !== null).join(' ')}`;
}

/** What decides between several ends, in one sentence. */
export function decides(assumed: readonly Assumed[]): string {
  return `It depends on whether ${listed(assumed.slice(0, 3).map(assumption))}${assumed.length > 3 ? `, and on ${counted(assumed.length - 3, 'more question')}` : ''}`;
}

/** What a part takes for granted that nothing can decide. */
export function presumes(assumed: readonly Assumed[]): string {
  return `This holds if ${listed(assumed.slice(0, 3).map(assumption))}`;
}

export const notFollowed = 'These packets were not followed to all of their ends';

/** Why there is more than the parts say, and how to ask for less. */
export function left(why: ReachLeft): string {
  const narrow = 'ask for one interface, address or port';
  switch (why.kind) {
    case 'too-much':
      return `the answer takes more memory than allowed; ${narrow}`;
    case 'branches':
      return `packets were rewritten in more different ways than are followed; ${narrow}`;
    case 'parts':
      return `only the first ${counted(why.told, 'part')} are listed; ${narrow}`;
  }
}

/** The text's first line. */
export function asked(what: string): string {
  return `Asked for: ${what}`;
}

export function unexplored(why: string): string {
  return `Not everything was explored: ${why}.`;
}

/** Above the boxes of one end. */
export function heading(sentence: string, certain: boolean): string {
  return `${certain ? '' : 'Perhaps: '}${sentence}`;
}

export function moreBoxes(count: number): string {
  return `and ${counted(count, 'more part')}; --json lists all`;
}

export const nothingAsked = 'No packet is like that.';

/** Headings of packets, captured or not, that end otherwise after a change. */
export const changedPackets = {
  newlyAlive: 'All packets that would get through, captured or not',
  newlyDead: 'All packets that would die, captured or not',
  mayChange: 'Packets that may end otherwise, captured or not',
} as const;

export const noOtherPacket = 'No packet, captured or not, would live or die otherwise.';
export const morePackets = 'There may be more packets than these: not everything was explored';

/** Why no packet matches a rule, in one sentence; and what it means that it has counted some. */
export function never({ why, by, chain, table, counted: packets }: NeverRule): string {
  const reason =
    why === 'contradictory' ? 'its conditions exclude each other'
    : why === 'not reached' ? `no packet that it asks for comes to ${table}/${chain}`
    : `${listed(by.map(ruleOf))} ${by.length === 1 ? 'takes' : 'take'} all packets that it asks for`; // prettier-ignore
  const all =
    packets === null || packets === 0
      ? ''
      : ` Its counter shows ${counted(packets, 'packet')} all the same: they came when the rules were others, or the rules are not all of this host's.`;
  return `Never matches: ${reason}.${all}`;
}

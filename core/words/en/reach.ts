import type { Assumed } from '../../model/assumed.ts';
import type {
  HeaderBox,
  NeverRule,
  NeverSearch,
  ReachEnd,
  ReachLeft,
  ReachProgress,
} from '../../model/reach.ts';
import { addressesLike, numbersUpTo, protocolsWithout, rangesText, type RangeWords } from '../ranges-text.ts';
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
    icmpType === null
      ? null
      : `type ${rangesText(icmpType, numbersUpTo(255), rangeWords('any type', 'type'))}`,
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

/** The fields of a box, one by one, for a table. */
export function cells(
  of: HeaderBox,
): Readonly<Record<'in' | 'protocol' | 'src' | 'sport' | 'dst' | 'dport' | 'state', string>> {
  const { in: interfaces, src, dst, protocol, sport, dport, icmpType, state, local, family } = of;
  const ports = (of: readonly string[] | null): string =>
    of === null ? '' : rangesText(of, numbersUpTo(65535), rangeWords('any', 'port'));
  const type =
    icmpType === null ? '' : ` ${rangesText(icmpType, numbersUpTo(255), rangeWords('any type', 'type'))}`;
  return {
    in: local ? 'this host' : interfaces === null ? '' : few(interfaces, 'interface'),
    protocol: `${protocolOf(protocol, family)}${type}`,
    src: src === null ? '' : addressesIn(src),
    sport: ports(sport),
    dst: dst === null ? '' : addressesIn(dst),
    dport: ports(dport),
    state: state?.join(', ') ?? '',
  };
}

function protocolOf(protocols: readonly string[] | null, family: HeaderBox['family']): string {
  const all = `all ${family === 'ipv6' ? 'IPv6 ' : family === 'ipv4' ? 'IPv4 ' : ''}packets`;
  if (protocols === null) return all;
  if (!protocols.includes('other')) return few(protocols, 'protocol');
  const missing = protocolsWithout(protocols);
  return missing.length === 0 ? all : `${all} but ${listed(missing)}`;
}

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
  const text = rangesText(ports, numbersUpTo(65535), rangeWords('any port', 'port'));
  return text.startsWith('any port') ? text : `port ${text}`;
}

function addressesIn(addresses: readonly string[]): string {
  return rangesText(addresses, addressesLike(addresses), rangeWords('anywhere', 'range'));
}

function rangeWords(all: string, what: string): RangeWords {
  return {
    all,
    but: (most, others) => `${most} but ${others}`,
    without: (most, others) => `${most} (not ${others})`,
    few: (ranges) => few(ranges, what),
  };
}

/** The first few of many. */
function few(words: readonly string[], what: string): string {
  if (words.length <= MOST_WORDS) return words.join(', ');
  return `${words.slice(0, MOST_WORDS).join(', ')} and ${counted(words.length - MOST_WORDS, `more ${what}`)}`;
}

const MOST_WORDS = 6;

/** One sentence for one end of packets: how it comes about, and how they leave. No full stop. */
export function reachEnd({ end: of, egress }: ReachEnd): string {
  const sides =
    egress === null
      ? []
      : [
          rewritten('source', egress.src, egress.sport),
          rewritten('destination', egress.dst, egress.dport),
        ].filter((each) => each !== null);
  // What routing says of one packet would name that one's addresses.
  const how = of.kind === 'routing' ? `Dropped by routing: ${title(of.cause.kind)}` : end(of);
  return [how, ...sides].join(', ');
}

function rewritten(word: string, address: string | null, port: string | null): string | null {
  if (address === null && port === null) return null;
  const to = address === null ? null : newAddress(address);
  const by = port === null ? null : port === 'unknown' ? 'a port of its choice' : `port ${port}`;
  return `${word} rewritten to ${[to, by].filter((each) => each !== null).join(' ')}`;
}

/** `(eth0)` stands for an address of eth0 that the bundle does not tell, `(?)` for one of any interface. */
function newAddress(address: string): string {
  if (address === 'unknown' || address === '(?)') return 'an address that is not known';
  return address.startsWith('(') ? `an address of ${address.slice(1, -1)}` : address;
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

export function moreEnds(count: number): string {
  return `... and ${counted(count, 'more end')}; ask for less, or use --json, which lists all.`;
}

/** Below the boxes of other ends. */
export const martiansAside =
  'Packets that routing refuses as martian (from addresses of the host, of broadcasts or of 127.0.0.0/8) may be in the boxes of other ends, too.';

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
    why === 'contradictory' ? 'no packet can fulfil its conditions'
    : why === 'not reached' ? `nothing that it would match comes to chain ${table}/${chain}`
    : `${listed(by.map(ruleOf))} ${by.length === 1 ? 'takes' : 'take'} all packets that it asks for`; // prettier-ignore
  return packets === null
    ? `Never matches: ${reason}.`
    : `Never matches: ${reason}. ${countedAllTheSame(packets)}`;
}

function countedAllTheSame({ packets, because }: NonNullable<NeverRule['counted']>): string {
  const shown = `Its counter shows ${counted(packets, 'packet')} all the same`;
  switch (because.kind) {
    case 'time':
      return because.file === null
        ? `${shown}: they came before the rules beside it were as they are now, or the counters were restored with the rules.`
        : `${shown}: they came when the rules were others, as ${because.file} has them.`;
    case 'backend':
      return `${shown}: in ${because.file}, of the ${because.backend === 'nft' ? 'nftables' : because.backend} backend, packets can match it; that is where they were counted.`;
    case 'namespace':
      return `${shown}: in ${because.file}, of ${because.host === '' ? 'another namespace' : because.host}, packets can match it; the dump may be of that namespace.`;
  }
}

/** Of the terminal's list. */
export const neverHeading = 'Rules that no packet can match';
export const neverNone = 'None: by the conditions of its table alone, each rule can match some packet.';

export function moreNever(count: number): string {
  return `Not shown: ${counted(count, 'more such rule')}.`;
}

/** One of the list, with its place. */
export function neverLine(rule: NeverRule): string {
  const { host, table, chain, number, at } = rule;
  return `${at.file}:${at.line} rule ${number} of ${table}/${chain}${host === '' ? '' : ` on ${host}`}. ${never(rule)}`;
}

/** A table in which rules that never match were not searched to the end. */
export function neverLeft({ host, family, table }: NeverSearch['left'][number]): string {
  return `Table ${family} ${table}${host === '' ? '' : ` of ${host}`} is too large to be searched for rules that never match: of its rules nothing is said`;
}

/** The table of boxes in the window. */
export const table = {
  tab: 'All packets',
  label: 'Boxes of packets',
  titles: {
    dies: 'Who else dies here',
    catches: 'What it still catches',
    passes: 'What gets through',
    changed: 'Packets not captured',
  },
  about: 'All packets, captured or not, walked through the rules and routes of the bundle.',
  ask: 'Ask',
  asking: 'Walking all packets …',
  giveUp: 'Stop',
  givenUp: 'Stopped.',
  none: 'No packet is like that.',
  nothingAsked: 'Ask what becomes of all packets of a kind: by an interface, to an address, through a chain.',
  find: 'Find boxes',
  findHint: 'Find: an address, a port, a word',
  draw: 'Draw',
  drawTip: 'Draw the path of one packet of each box, as wide as its share',
  sendOne: 'Send one of these',
  scope: 'Packets not captured',
  or: ' or ',
  changes: { newlyAlive: 'gets through now', newlyDead: 'dies now', mayChange: 'may end otherwise' },
  columns: {
    share: 'share',
    end: 'end',
    in: 'in',
    protocol: 'protocol',
    src: 'source',
    sport: 'port',
    dst: 'destination',
    dport: 'port',
    state: 'state',
  },
  any: 'any',
  sortBy: (column: string): string => `Sort by ${column}`,
} as const;

/** How far an answer is. */
export function made(progress: ReachProgress): string {
  return progress.kind === 'followed'
    ? `${Math.floor(progress.share * 100)} % followed`
    : `${counted(progress.count, 'box', 'boxes')} made`;
}

/** `42 %`, `0.3 %`; what is there is never nothing. */
export function share(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  if (percent < 100 && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toPrecision(percent < 1 ? 1 : percent < 10 ? 2 : 4)).toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}

/** What an answer comes to, in a sentence: `3 boxes. Of their headers, 42 % get through and 58 % die.` */
export function sum(
  boxes: number,
  { lives, dies, open }: Readonly<Record<'lives' | 'dies' | 'open', number>>,
): string {
  const parts = [
    ...(lives > 0 ? [`${share(lives)} get through`] : []),
    ...(dies > 0 ? [`${share(dies)} die`] : []),
    ...(open > 0 ? [`${share(open)} are not certain`] : []),
  ];
  return `${counted(boxes, 'box', 'boxes')}. Of their headers, ${listed(parts)}.`;
}

import { causeKinds, type CauseKind, type Disposition, type Family } from '../../core/index.ts';
import type { FactKind, NumberWord } from './selection.ts';
import { loneSpellings, spellings } from './spellings.ts';

/** The words that stand alone in a filter. Typed records, so that a new word of core does not compile when it is missing here. */
const ends: Record<Disposition, true> = {
  forwarded: true,
  delivered: true,
  sent: true,
  dropped: true,
  rejected: true,
  queued: true,
  incomplete: true,
  unknown: true,
};

const causes: ReadonlySet<string> = new Set(causeKinds);

const families: Record<Family, true> = { ipv4: true, ipv6: true };

/** Numbers of the header that can be compared, with the greatest value each can have. */
export const numberWords = {
  ttl: 0xff,
  len: 0xffff,
  id: 0xffff,
  seq: 0xffffffff,
  ack: 0xffffffff,
} as const satisfies Record<NumberWord, number>;

/** Words that take a value after them: `src 10.1.0.2`. */
export const valueWords = {
  src: true,
  dst: true,
  host: true,
  net: true,
  sport: true,
  dport: true,
  port: true,
  proto: true,
  chain: true,
  via: true,
  edge: true,
  rule: true,
  policy: true,
  cause: true,
  'dead-end': true,
  in: true,
  out: true,
  packet: true,
  flow: true,
  conversation: true,
  mark: true,
  ttl: true,
  len: true,
  id: true,
  seq: true,
  ack: true,
  flags: true,
  time: true,
  line: true,
  text: true,
} as const satisfies Partial<Record<FactKind | 'net', true>>;

export type ValueWord = keyof typeof valueWords;

/** TCP flags by their bits, in the order of the header. */
export const flagBits = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

/** Words about translation, which may take an address after them. */
export const natWords = ['nat', 'snat', 'dnat'] as const;
export type NatWord = (typeof natWords)[number];

/** Every disposition, in the order of the screen. */
export const dispositionWords = Object.keys(ends) as readonly Disposition[];
export const causeWords = causeKinds;
/** Protocols that need no `proto` before them. */
export const protocolWords: readonly string[] = ['tcp', 'udp', 'icmp', 'icmpv6', 'sctp', 'gre', 'esp'];

/** Flags that need no `flags` before them. */
const loneFlags: readonly string[] = ['syn', 'fin', 'rst'];

export const isLoneFlag = (word: string): word is 'syn' | 'fin' | 'rst' => loneFlags.includes(word);
export const isDisposition = (word: string): word is Disposition => Object.hasOwn(ends, word);
export const isCauseKind = (word: string): word is CauseKind => causes.has(word);
export const isFamily = (word: string): word is Family => Object.hasOwn(families, word);
export const isValueWord = (word: string): word is ValueWord => Object.hasOwn(valueWords, word);
export const isNumberWord = (word: string): word is NumberWord => Object.hasOwn(numberWords, word);
export const isNatWord = (word: string): word is NatWord => (natWords as readonly string[]).includes(word);

/** Whether a comparison may follow the word without a blank: `ttl<3`, `ip.src==10.1.0.2`. */
export function isField(word: string): boolean {
  const lower = word.toLowerCase();
  return isValueWord(lower) || Object.hasOwn(spellings, lower) || lower.startsWith('tcp.flags.');
}

/** Whether a bare word means something of its own, so that a search for it must be quoted. */
export function isReserved(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    ['not', 'and', 'or', 'dead'].includes(lower) ||
    isDisposition(lower) ||
    isFamily(lower) ||
    isField(lower) ||
    isNatWord(lower) ||
    isLoneFlag(lower) ||
    Object.hasOwn(loneSpellings, lower) ||
    protocolWords.includes(lower)
  );
}

/** Every word that means something of its own, for completion and for near misses. */
export const knownWords: readonly string[] = [
  'dead',
  ...dispositionWords,
  ...protocolWords,
  ...Object.keys(families),
  ...Object.keys(valueWords),
  ...natWords,
  ...loneFlags,
  'not',
  'or',
  'and',
];

/** The word that was probably meant by one that is a letter or two off; null where none is near. */
export function nearWord(word: string): string | null {
  const lower = word.toLowerCase();
  if (lower.length < 4 || isReserved(lower)) return null;
  return knownWords.find((candidate) => candidate.length >= 4 && editDistance(lower, candidate) <= 2) ?? null;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}

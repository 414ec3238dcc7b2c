import { causeKinds, type CauseKind, type Disposition, type Family } from '../../core/index.ts';
import type { FactKind } from './selection.ts';

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

/** Words that take a value behind them: `src 10.1.0.2`. */
export const valueWords = {
  src: true,
  dst: true,
  sport: true,
  dport: true,
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
  host: true,
  packet: true,
  flow: true,
  mark: true,
  line: true,
  text: true,
} as const satisfies Partial<Record<FactKind, true>>;

export type ValueWord = keyof typeof valueWords;

/** Every disposition, in the order of the screen. */
export const dispositionWords = Object.keys(ends) as readonly Disposition[];
export const causeWords = causeKinds;
/** Protocols that need no `proto` before them. */
export const protocolWords: readonly string[] = ['tcp', 'udp', 'icmp', 'icmpv6', 'sctp', 'gre', 'esp'];

export const isDisposition = (word: string): word is Disposition => Object.hasOwn(ends, word);
export const isCauseKind = (word: string): word is CauseKind => causes.has(word);
export const isFamily = (word: string): word is Family => Object.hasOwn(families, word);
export const isValueWord = (word: string): word is ValueWord => Object.hasOwn(valueWords, word);

/** Whether a bare word means something of its own, so that a search for it must be quoted. */
export function isReserved(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    lower === 'not' ||
    lower === 'dead' ||
    isDisposition(lower) ||
    isFamily(lower) ||
    isValueWord(lower) ||
    protocolWords.includes(lower)
  );
}

/** The word that was probably meant by one that is a letter or two off; null where none is near. */
export function nearWord(word: string): string | null {
  const lower = word.toLowerCase();
  if (lower.length < 4 || isReserved(lower)) return null;
  const known = ['dead', ...dispositionWords, ...Object.keys(valueWords), ...protocolWords];
  return known.find((candidate) => candidate.length >= 4 && editDistance(lower, candidate) <= 2) ?? null;
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

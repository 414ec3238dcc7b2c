import { quote, tokenize, type Token } from '../selection/tokens.ts';
import { spellings } from '../selection/spellings.ts';
import { flagBits, isValueWord, knownWords, type ValueWord } from '../selection/words.ts';
import type { ValueCounts } from './value-counts.ts';

/** A word that may stand at the caret, in the place of what stands from `from` to `to`. */
export interface Suggestion {
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** Packets that have the value; null for a word of the filter. */
  readonly packets: number | null;
}

const most = 12;

/** What the filter text may go on with at the caret: values that packets have, the most frequent first, and words. */
export function suggest(text: string, caret: number, counts: ValueCounts): readonly Suggestion[] {
  const { tokens } = tokenize(text.slice(0, caret));
  const last = tokens.at(-1);
  const isOpen = last !== undefined && !last.sign && last.end === caret;
  const begun = isOpen ? last.text : '';
  const before = isOpen ? tokens.slice(0, -1) : tokens;
  const field = fieldBefore(before);
  const from = isOpen ? last.at : caret;
  const candidates = field === null ? wordsAfter(begun, counts) : valuesOf(field, counts);
  return ranked(candidates, begun.toLowerCase())
    .filter(({ insert }) => insert !== begun)
    .slice(0, most)
    .map(({ insert, packets }) => ({
      insert: field === null ? insert : quote(insert),
      from,
      to: caret,
      packets,
    }));
}

interface Candidate {
  readonly insert: string;
  readonly packets: number | null;
}

/** The word that takes the value at the caret; null where a new term begins there. */
function fieldBefore(tokens: readonly Token[]): ValueWord | null {
  const sign = tokens.at(-1)?.sign ? 1 : 0;
  const word = tokens.at(-1 - sign);
  if (word === undefined || word.sign || word.quoted) return null;
  const isComparison = sign === 0 || /^[=<>!]=?$/.test(tokens.at(-1)?.text ?? '');
  const lower = word.text.toLowerCase();
  const field = Object.hasOwn(spellings, lower) ? (spellings[lower]?.word ?? lower) : lower;
  if (!isComparison || !isValueWord(field)) return null;
  // `chain src` is a chain of that name: the word is a value itself.
  return fieldBefore(tokens.slice(0, -1 - sign)) === null ? field : null;
}

function valuesOf(field: ValueWord, counts: ValueCounts): readonly Candidate[] {
  switch (field) {
    case 'src':
    case 'dst':
    case 'sport':
    case 'dport':
    case 'proto':
    case 'in':
    case 'out':
    case 'cause':
    case 'via':
      return candidates(counts[field]);
    case 'host':
      return candidates(merged(counts.host, merged(counts.src, counts.dst)));
    case 'net':
      return candidates(merged(counts.src, counts.dst));
    case 'port':
      return candidates(merged(counts.sport, counts.dport));
    case 'chain':
    case 'rule':
    case 'policy':
      return candidates(counts.chain);
    case 'flags':
      return Object.keys(flagBits).map((insert) => ({ insert, packets: null }));
    default:
      return [];
  }
}

/** At the beginning of a term: words, and values with the word that they need; nothing where a word is complete. */
function wordsAfter(begun: string, counts: ValueCounts): readonly Candidate[] {
  if (begun === '' || knownWords.includes(begun.toLowerCase())) return [];
  const alone = merged(counts.end, counts.proto);
  const fields = ['chain', 'in', 'out', 'src', 'dst', 'cause'] as const;
  return [
    ...knownWords.map((insert) => ({ insert, packets: alone.get(insert) ?? null })),
    ...fields.flatMap((field) =>
      candidates(counts[field]).map(({ insert, packets }) => ({
        insert: `${field} ${quote(insert)}`,
        packets,
      })),
    ),
  ];
}

/** Those that begin with it, then those that have it elsewhere; those with more packets first. */
function ranked(candidates: readonly Candidate[], begun: string): readonly Candidate[] {
  const rank = ({ insert }: Candidate) => {
    const lower = insert.toLowerCase();
    if (lower.startsWith(begun)) return 0;
    const at = lower.indexOf(begun);
    if (at < 0) return 3;
    return /[ /:.-]/.test(lower[at - 1] ?? '') ? 1 : 2;
  };
  return candidates
    .map((candidate) => ({ ...candidate, rank: rank(candidate) }))
    .filter((candidate) => candidate.rank < 3)
    .sort((a, b) => a.rank - b.rank || (b.packets ?? -1) - (a.packets ?? -1));
}

function candidates(counts: ReadonlyMap<string, number>): readonly Candidate[] {
  return [...counts].map(([insert, packets]) => ({ insert, packets }));
}

function merged(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const all = new Map(a);
  for (const [name, count] of b) all.set(name, (all.get(name) ?? 0) + count);
  return all;
}

import type { Family } from '../../model/family.ts';
import type { CtState } from '../match/match-packet.ts';
import { DecisionDiagrams, type Diagram, EVERYTHING } from './decision-diagrams.ts';
import { type FieldBits, withNumber } from './field-bits.ts';

/** The fields of a header, in the order in which their bits are asked. */
export const headerFields = [
  'state', 'in', 'out', 'protocol', 'icmpType', 'dst', 'dport', 'src', 'sport', 'mark',
] as const; // prettier-ignore

export type HeaderField = (typeof headerFields)[number];

/** The states that a header can ask for, by their number among the bits. */
export const headerStates: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

/** Questions stand after all fields, and what a header comes to after all questions. */
const FIRST_OF_ENDS = 1 << 24;
const END_BITS = 26;

/**
 * All headers of one family that packets of a host can have, with the interface that they come in by; and the answers to
 * what nothing known decides. A set of them is a diagram over the bits of the fields, then one bit for each question:
 * `headers that are here if the limit of rule 3 still holds` is a set like any other, and what is certain of a header is
 * what holds whatever the answers are.
 */
export interface HeaderSpace {
  readonly family: Family;
  /** What the bits of `in` and `out` count. */
  readonly interfaces: readonly string[];
  readonly diagrams: DecisionDiagrams;
  readonly fields: Readonly<Record<HeaderField, FieldBits>>;
  /** The level of the first question. */
  readonly firstQuestion: number;
  /** Questions by their words; each has `bits` bits from a level on. */
  readonly questions: Map<string, FieldBits>;
  /** The words of the question that a level is of. */
  readonly questionAt: Map<number, string>;
  /** The field that numbers what headers come to (headers-by-end.ts). */
  readonly end: FieldBits;
}

/** 16 million nodes take some 400 MB. */
export const MOST_NODES = 1 << 24;

export function newHeaderSpace(
  family: Family,
  interfaces: readonly string[],
  diagrams: DecisionDiagrams = new DecisionDiagrams(MOST_NODES),
): HeaderSpace {
  const names = Math.max(1, Math.ceil(Math.log2(interfaces.length)));
  const address = family === 'ipv4' ? 32 : 128;
  const widths: Readonly<Record<HeaderField, number>> = {
    state: 3, in: names, out: names, protocol: 8, icmpType: 8, dst: address, dport: 16, src: address, sport: 16, mark: 32,
  }; // prettier-ignore
  const fields: Partial<Record<HeaderField, FieldBits>> = {};
  let first = 0;
  for (const field of headerFields) {
    fields[field] = { first, width: widths[field] };
    first += widths[field];
  }
  return {
    family,
    interfaces,
    diagrams,
    fields: fields as Record<HeaderField, FieldBits>,
    firstQuestion: first,
    questions: new Map(),
    questionAt: new Map(),
    end: { first: FIRST_OF_ENDS, width: END_BITS },
  };
}

export function ofState({ diagrams, fields }: HeaderSpace, states: readonly CtState[]): Diagram {
  const numbers = states.map((state) => withNumber(diagrams, fields.state, headerStates.indexOf(state)));
  return diagrams.union(numbers);
}

/** Headers of packets that come in (or leave) by one of the interfaces; those that the space does not have are none. */
export function ofInterfaces(
  { diagrams, fields, interfaces }: HeaderSpace,
  side: 'in' | 'out',
  names: readonly string[],
): Diagram {
  const numbers = names.flatMap((name) => {
    const index = interfaces.indexOf(name);
    return index < 0 ? [] : [withNumber(diagrams, fields[side], index)];
  });
  return diagrams.union(numbers);
}

export function ofProtocols({ diagrams, fields }: HeaderSpace, numbers: readonly number[]): Diagram {
  return diagrams.union(numbers.map((number) => withNumber(diagrams, fields.protocol, number)));
}

/** The headers for which a question with `count` answers has each of them; the same words are the same question. */
export function answersOf(space: HeaderSpace, words: string, count: number): readonly Diagram[] {
  const { diagrams, questions, questionAt } = space;
  let bits = questions.get(words);
  if (bits === undefined) {
    const first = space.firstQuestion + questionAt.size;
    bits = { first, width: Math.max(1, Math.ceil(Math.log2(count))) };
    questions.set(words, bits);
    for (let level = first; level < first + bits.width; level++) questionAt.set(level, words);
  }
  const each = Array.from({ length: count - 1 }, (_, index) => withNumber(diagrams, bits, index));
  // What is left of the numbers belongs to the last answer.
  return [...each, diagrams.minus(EVERYTHING, diagrams.union(each))];
}

/** What is in the set for some answers to all questions. */
export function forSomeAnswers(space: HeaderSpace, set: Diagram): Diagram {
  return space.diagrams.some(set, space.firstQuestion, FIRST_OF_ENDS);
}

/** What is in the set whatever the answers are. */
export function forAllAnswers(space: HeaderSpace, set: Diagram): Diagram {
  const { diagrams } = space;
  return diagrams.not(forSomeAnswers(space, diagrams.not(set)));
}

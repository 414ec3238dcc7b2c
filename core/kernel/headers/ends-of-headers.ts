import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { withNumber } from '../sets/field-bits.ts';
import type { HeaderSpace } from '../sets/header-space.ts';
import type { WalkAssumed } from '../walk/assumption.ts';
import type { HeaderEnd, HeaderRecord } from './headers.ts';
import { askedIn } from './questions.ts';

/** A question, and what one of its answers takes for granted. */
export interface OpenAnswer {
  readonly words: string;
  readonly assumed: WalkAssumed;
}

/** What comes of one header, or of a box of headers that all come to the same. */
export interface HeaderOutcome {
  /** More than one where that is not known. */
  readonly ends: readonly HeaderEnd[];
  /** What would decide. */
  readonly asked: readonly OpenAnswer[];
  /** What was taken for granted though there are other answers, which can't be listed. */
  readonly presumed: readonly OpenAnswer[];
  /** Not followed to its end, or not to all of its ends. */
  readonly isLeft: boolean;
}

/** A certain outcome has one end that rests on nothing. */
export function isCertain({ ends, presumed, isLeft }: HeaderOutcome): boolean {
  return ends.length === 1 && presumed.length === 0 && !isLeft && ends[0]?.end.kind !== 'open';
}

/** All headers of a walk with what comes of each, as one set over headers, questions and numbers of ends. */
export interface OutcomeMap {
  readonly set: Diagram;
  /** What comes of the headers whose part of the set below all fields is `leaf`. */
  outcome(leaf: Diagram): HeaderOutcome;
}

export function outcomesOf(space: HeaderSpace, record: HeaderRecord): OutcomeMap {
  const { diagrams, end: bits } = space;
  const ends = [...record.ends.values()];
  const presumed = Array.from(record.presumed, ([words, each]) => ({ words, ...each }));
  const numbered = (number: number, sets: readonly Diagram[]): Diagram =>
    diagrams.and(diagrams.union(sets), withNumber(diagrams, bits, number));
  const left = ends.length + presumed.length;
  const set = diagrams.union([
    diagrams.union(record.ended),
    ...presumed.map(({ sets }, index) => numbered(ends.length + index, sets)),
    numbered(left, record.left),
  ]);
  const known = new Map<Diagram, HeaderOutcome>();
  const read = (leaf: Diagram): HeaderOutcome => {
    const { numbers, questions } = contents(space, leaf);
    const asked = askedIn(space);
    return {
      ends: ends.filter(({ number }) => numbers.has(number)),
      presumed: presumed
        .filter((_, index) => numbers.has(ends.length + index))
        .map(({ words, assumed }) => ({ words, assumed })),
      isLeft: numbers.has(left) || numbers.size === 0,
      asked: questions.flatMap((words) => {
        const assumed = asked.get(words);
        return assumed === undefined ? [] : [{ words, assumed }];
      }),
    };
  };
  return {
    set,
    outcome(leaf) {
      let outcome = known.get(leaf);
      if (outcome === undefined) {
        outcome = read(leaf);
        known.set(leaf, outcome);
      }
      return outcome;
    },
  };
}

/** The numbers of ends that a diagram below all fields leads to, and the questions that it asks on the way. */
function contents(
  space: HeaderSpace,
  leaf: Diagram,
): { readonly numbers: ReadonlySet<number>; readonly questions: readonly string[] } {
  const { diagrams, end } = space;
  const levels = new Set<number>();
  const numbers = new Set<number>();
  const seen = new Set<Diagram>();
  const visit = (at: Diagram): void => {
    if (at === NOTHING || seen.has(at)) return;
    seen.add(at);
    const level = diagrams.levelOf(at);
    if (level >= end.first) {
      collect(at, 0, 0);
      return;
    }
    levels.add(level);
    visit(diagrams.lowOf(at));
    visit(diagrams.highOf(at));
  };
  const collect = (at: Diagram, bit: number, number: number): void => {
    if (at === NOTHING) return;
    if (bit === end.width) {
      if (at === EVERYTHING) numbers.add(number);
      return;
    }
    const asks = diagrams.levelOf(at) === end.first + bit;
    collect(asks ? diagrams.lowOf(at) : at, bit + 1, number * 2);
    collect(asks ? diagrams.highOf(at) : at, bit + 1, number * 2 + 1);
  };
  visit(leaf);
  return { numbers, questions: questionsAt(space, levels) };
}

function questionsAt({ questionAt }: HeaderSpace, levels: ReadonlySet<number>): readonly string[] {
  return [...new Set(Array.from(levels, (level) => questionAt.get(level) ?? ''))];
}

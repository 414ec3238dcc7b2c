import type { Diagram } from '../sets/decision-diagrams.ts';
import { answersOf, type HeaderSpace } from '../sets/header-space.ts';
import type { WalkAssumed } from '../walk/assumption.ts';

/** A question that nothing known answers, and what each of its answers takes for granted. */
export interface HeaderQuestion {
  /** Equal words are one question, in every walk over the space. */
  readonly words: string;
  readonly answers: readonly WalkAssumed[];
  /** The words name the place where it is asked, since its answer can be another one elsewhere. */
  readonly isFleeting: boolean;
}

/** The headers for which each answer is the right one. */
export function answered(space: HeaderSpace, { words, answers }: HeaderQuestion): readonly Diagram[] {
  // Of a condition the last answer is that it holds.
  const last = answers.at(-1);
  const all = askedIn(space);
  if (last !== undefined && !all.has(words)) all.set(words, last);
  return answersOf(space, words, answers.length);
}

/** What was asked of headers, by the words of the question: one of its answers. */
export function askedIn(space: HeaderSpace): Map<string, WalkAssumed> {
  const known = asked.get(space) ?? new Map<string, WalkAssumed>();
  asked.set(space, known);
  return known;
}

const asked = new WeakMap<HeaderSpace, Map<string, WalkAssumed>>();

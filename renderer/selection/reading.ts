import type { NoteText } from './note.ts';
import type { Fact } from './selection.ts';

/** What one or several words mean; `used` says how many words it took, at least one. */
export type Reading =
  | {
      readonly kind: 'facts';
      /** Those of one kind are alternatives, the others must all hold. */
      readonly facts: readonly Fact[];
      readonly used: number;
      /** By `!=`. */
      readonly negated: boolean;
      /** By `<` and its like: such terms are no alternatives of each other (`len > 100 len < 1400`). */
      readonly compared: boolean;
    }
  | { readonly kind: 'problem'; readonly says: NoteText; readonly used: number };

/** A term that is one fact; it took `used` words. */
export function fact(value: Fact, used = 1): Reading {
  return { kind: 'facts', facts: [value], used, negated: false, compared: false };
}

/** A term of one word that any of these facts fulfils. */
export function anyOf(values: readonly Fact[]): Reading {
  return { kind: 'facts', facts: values, used: 1, negated: false, compared: false };
}

/** A term that means nothing, and what to say about it. */
export function problem(says: NoteText, used: number): Reading {
  return { kind: 'problem', says, used };
}

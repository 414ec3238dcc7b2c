import type { Words } from '../../core/index.ts';

type FilterWords = Words['filter'];

/** An entry of the catalogue, and what it is told about. */
export type NoteText = {
  [Name in keyof FilterWords]: readonly [Name, ...Parameters<FilterWords[Name]>];
}[keyof FilterWords];

/** What is to be said about a part of the filter text, by its offsets. */
export interface FilterNote {
  /** What a problem is about is left out of the filter; a hint is about words that are used. */
  readonly severity: 'problem' | 'hint';
  readonly from: number;
  readonly to: number;
  readonly says: NoteText;
}

export function noteText(words: FilterWords, [name, ...parameters]: NoteText): string {
  const say: (...parameters: readonly string[]) => string = words[name];
  return say(...parameters);
}

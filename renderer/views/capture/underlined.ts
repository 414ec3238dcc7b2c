import type { FilterNote } from '../../selection/note.ts';

/** A piece of the filter text; `severity` is '' where nothing is said about it. */
export interface Piece {
  readonly text: string;
  readonly severity: FilterNote['severity'] | '';
}

/** Cuts the filter text where notes begin and end. */
export function underlined(text: string, notes: readonly FilterNote[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, severity } of notes.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    pieces.push({ text: text.slice(at, from), severity: '' }, { text: text.slice(from, to), severity });
    at = to;
  }
  pieces.push({ text: text.slice(at), severity: '' });
  return pieces.filter((piece) => piece.text !== '');
}

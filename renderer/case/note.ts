import { words } from '../language.ts';

/** What a note is on, named so that it is found again when the same files are read tomorrow. */
export type NoteTarget =
  /** A packet, by its first line. */
  | { readonly kind: 'packet'; readonly file: string; readonly line: number }
  /** A dead end, by the filter that chooses it. */
  | { readonly kind: 'dead-end'; readonly filter: string }
  /** A rule, by the filter that chooses its packets; of a policy, too. */
  | { readonly kind: 'rule'; readonly filter: string }
  | { readonly kind: 'line'; readonly file: string; readonly line: number };

/** What the operator says of something; a mark alone has no text. */
export interface Note {
  readonly on: NoteTarget;
  readonly text: string;
  readonly marked: boolean;
}

/** Longer notes are cut. */
export const longestNote = 10_000;

/** One text for one target. */
export function keyOf(on: NoteTarget): string {
  return JSON.stringify('filter' in on ? [on.kind, on.filter] : [on.kind, on.file, on.line]);
}

/** `Packet of kern.log:482`, `Rule filter/FORWARD 3`: what the note is on, for a list. */
export function labelOf(on: NoteTarget): string {
  return 'filter' in on
    ? words.cases.onSelection(on.kind, on.filter)
    : words.cases.onLine(on.kind, `${on.file}:${on.line}`);
}

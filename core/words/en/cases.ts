import { counted } from './numbers.ts';

/** What the window says of a case: the operator's notes, and the file that keeps them. */

/** The tab, and its list. */
export const notes = 'Notes';
export const all = 'All notes';
export const note = 'Note';
export const edit = 'Edit';
export const noteTip = 'Write a note (N in the packet pane)';
export const markTip = 'Mark it (M in the packet pane)';
export const keep = 'Keep note';
export const keepTip = 'Keep the note (Ctrl Enter)';
export const leaveTip = 'Leave the note as it was (Escape)';
export const goTo = 'Show what the note is on';
export const remove = 'Remove the note';
export const noted = 'noted';
export const ownWords = 'In your own words, for the head of the report';
export const ownWordsHint = 'What happened, and what the customer should do';
export const nothing =
  'Nothing is noted. The panes have ☆ and ✎ where a packet, a dead end, a rule or a line is shown.';

export function noteOn(label: string): string {
  return `Note on ${label}`;
}

export function markOn(label: string): string {
  return `Mark ${label}`;
}

export function removeOn(label: string): string {
  return `Remove the note on ${label}`;
}

/** `packet of kern.log:482`, `line iptables-save.txt:31` */
export function onLine(kind: 'packet' | 'line', at: string): string {
  return kind === 'packet' ? `packet of ${at}` : `line ${at}`;
}

/** `dead end: cause policy filter/FORWARD`; a rule's filter names it. */
export function onSelection(kind: 'dead-end' | 'rule', filter: string): string {
  return kind === 'dead-end' ? `dead end: ${filter}` : filter;
}

export function count(notes: number): string {
  return counted(notes, 'note');
}

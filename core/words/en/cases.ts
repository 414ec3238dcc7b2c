import type { Cause } from '../../model/cause.ts';
import type { Disposition } from '../../model/disposition.ts';
import { withoutRule } from './causes.ts';
import { counted } from './numbers.ts';
import * as terms from './terms.ts';

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

export const newTab = 'New tab';
export const openTabs = 'Open captures';
export const unsaved = 'has notes that no case file has';
export const save = 'Save case…';
export const saveTip = 'Save names and checksums of the files, filters and notes, without evidence (Ctrl S)';
export const unsavedQuestion =
  'It has notes that are in no case file. They come back when the same files are opened here again, but nowhere else.';
export const closeWithout = 'Close without saving';
export const waitForChecksums = 'The checksums of the files are still being taken.';
export const checking = 'Taking checksums…';
export const openAnyway = 'Open all the same';
export const evidence = 'Files of the case';
export const state = 'State';
export const notYet = 'wanted';
export const states = {
  same: 'the same',
  different: 'another content',
  missing: 'missing',
  besides: 'not in the case',
} as const;

export function forgetIt(name: string): string {
  return `Forget the notes and the filter of ${name}`;
}

export function closeTab(name: string): string {
  return `Close ${name}`;
}

export function savedAs(file: string): string {
  return `Saved as ${file}.`;
}

export function noCase(name: string): string {
  return `${name} is no case of this version of Netopsy.`;
}

export function needsEvidence(notes: number): string {
  const has = notes === 0 ? '' : `It has ${counted(notes, 'note')}. `;
  return `${has}A case holds no evidence: please open the files that it was made from.`;
}

export function differs(count: number): string {
  return count === 1
    ? 'One file is not what the case was made from: findings and notes may not fit.'
    : `${counted(count, 'file')} are not what the case was made from: findings and notes may not fit.`;
}

export function openFrom(name: string, location: string): string {
  return `Open ${name} from ${location}`;
}

/** `Your 3 notes of 2026-11-21 are back.` */
export function back(notes: number, saved: string): string {
  const what = notes === 0 ? 'What you wrote' : notes === 1 ? 'Your note' : `Your ${counted(notes, 'note')}`;
  return `${what} of ${saved.slice(0, 10)} ${notes > 1 ? 'are' : 'is'} back.`;
}

/** `customer-4711.tar.xz: 3 notes, filter dst 10.96/16` */
export function stored(notes: number, filter: string): string {
  return [...(notes === 0 ? [] : [count(notes)]), ...(filter === '' ? [] : [filter])].join(', ');
}

/** `Packet 482: dropped. Dropped by the policy of filter/FORWARD (observed: the log itself shows it)`: a packet's comment in a capture. */
export function packetComment(packet: number, disposition: Disposition, cause: Cause | null): string {
  const end = `Packet ${packet}: ${terms.disposition(disposition)}.`;
  if (cause === null) return end;
  const { confidence } = cause;
  return `${end} ${withoutRule(cause)} (${terms.confidence(confidence)}: ${terms.confidenceMeaning(confidence)})`;
}

export const withOwn = 'Begin with my words and notes';

import type { LineRef } from '../../core/index.ts';
import type { CentreTab } from '../state/centre-tabs.ts';
import type { Note } from './note.ts';

/** A file of the evidence. A case names it, and never holds any of it. */
export interface NamedFile {
  /** As it came, relative to what was chosen. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** One capture as it was left: what it was read from, where the operator was in it, and what was noted. */
export interface CaseCapture {
  readonly name: string;
  readonly files: readonly NamedFile[];
  readonly filter: string;
  /** The first line of the packet that was open. */
  readonly packet: LineRef | null;
  /** The line that the evidence pane showed. */
  readonly line: LineRef | null;
  readonly tab: CentreTab;
  /** The host whose graph was drawn. */
  readonly host: string;
  readonly words: string;
  readonly notes: readonly Note[];
}

/** A `.netopsy` file (case.schema.json): the captures that were open, and which of them was in front. */
export interface CaseFile {
  /** ISO 8601, UTC. */
  readonly saved: string;
  readonly front: number;
  readonly captures: readonly CaseCapture[];
}

export const caseExtension = 'netopsy';
export const caseSchema = 'netopsy/case/1';

/** When a case is saved. */
export function now(): string {
  return new Date().toISOString();
}

/** The text of a `.netopsy` file. */
export function writeCase({ saved, front, captures }: CaseFile): string {
  return `${JSON.stringify({ schema: caseSchema, saved, front, captures: captures.map(original) }, null, 1)}\n`;
}

/** Names as the files have them: the page keeps those from right to left in isolates. */
function original(capture: CaseCapture): CaseCapture {
  const at = (line: LineRef | null) => (line === null ? null : { file: bare(line.file), line: line.line });
  return {
    ...capture,
    name: bare(capture.name),
    host: bare(capture.host),
    packet: at(capture.packet),
    line: at(capture.line),
    notes: capture.notes.map(({ on, ...note }) => ({
      on: 'file' in on ? { ...on, file: bare(on.file) } : on,
      ...note,
    })),
  };
}

function bare(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}

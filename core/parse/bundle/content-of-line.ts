import { knownOutputOf } from '../known.ts';
import type { Format } from '../format.ts';
import { formats } from '../formats.ts';
import { beginsJson } from '../text/json-document.ts';
import type { EventFormat } from '../tracers/event-format.ts';
import { eventFormats } from '../tracers/event-formats.ts';
import { isLogLine } from '../tracers/kernel-log/recognise.ts';

/** What a part of a file is of. */
export interface Content {
  /** Two lines of equal keys belong together. */
  readonly key: string;
  /** Null for a log, and for JSON, whose objects tell what they are. */
  readonly format: Format | null;
  readonly log: 'kernel-log' | EventFormat | null;
}

/** What a line that can be of one thing only is of, whatever stands above it; null for all other lines. */
export function contentOfLine(line: string): Content | null {
  if (line === '') return null;
  for (const { content, begins } of contents) if (begins(line)) return content;
  const output = knownOutputOf(line);
  if (output === null) return null;
  const known = formats.find(({ kind }) => kind === 'known') ?? null;
  return { key: output.command, format: known, log: null };
}

interface Recogniser {
  readonly content: Content;
  readonly begins: (line: string) => boolean;
}

/** The more telling ones first. */
const contents: readonly Recogniser[] = [
  ...eventFormats.map((log) => ({ content: { key: log.kind, format: null, log }, begins: beginsOf(log) })),
  { content: { key: 'kernel-log', format: null, log: 'kernel-log' }, begins: isLogLine },
  ...formats.map((format) => ({
    content: { key: format.kind, format, log: null },
    begins: beginsOf(format),
  })),
  { content: { key: 'json', format: null, log: null }, begins: beginsJson },
];

function beginsOf(format: Format | EventFormat): (line: string) => boolean {
  return (line) => format.begins?.(line) === true;
}

import type { LineCounts } from '../../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../../model/diagnostic.ts';
import type { KernelMessages } from '../../../model/kernel-message.ts';
import {
  addMessages,
  emptyMessages,
  messagesOf,
  type MessageTally,
} from '../../kernel-messages/message-tally.ts';

/** How many lines of a kind get a diagnostic of their own. */
const MOST_DIAGNOSTICS = 10;

/** What the lines of a log were, apart from the trace events. Plain data: parts of a log are tallied elsewhere and added. */
export interface LogTally {
  lines: number;
  parsed: number;
  notModelled: number;
  malformed: number;
  /** The first of them. */
  readonly malformedLines: number[];
  readonly messages: MessageTally;
}

export function emptyTally(): LogTally {
  return { lines: 0, parsed: 0, notModelled: 0, malformed: 0, malformedLines: [], messages: emptyMessages() };
}

export function tallyMalformed(tally: LogTally, line: number): void {
  tally.malformed++;
  if (tally.malformedLines.length < MOST_DIAGNOSTICS) tally.malformedLines.push(line);
}

/** Adds the tally of the log's next part, whose lines are counted from 1. */
export function addTally(tally: LogTally, part: LogTally): void {
  const before = tally.lines;
  for (const line of part.malformedLines) tallyMalformed(tally, before + line);
  addMessages(tally.messages, part.messages, before);
  tally.malformed += part.malformed - part.malformedLines.length;
  tally.notModelled += part.notModelled;
  tally.parsed += part.parsed;
  tally.lines += part.lines;
}

/** What is reported of a whole log. */
export function reportTally(
  tally: LogTally,
  path: string,
): { lines: LineCounts; diagnostics: readonly Diagnostic[]; messages: readonly KernelMessages[] } {
  const { lines, parsed, notModelled, malformed, malformedLines } = tally;
  const messages = messagesOf(tally.messages);
  const diagnostics = malformedLines.map((line) =>
    diagnostic('line-malformed', { why: { kind: 'trace-line' } }, path, line),
  );
  const unshown = malformed - malformedLines.length;
  if (unshown > 0) diagnostics.push(diagnostic('more-trace-lines-malformed', { count: unshown }, path));
  return {
    lines: { parsed, notOurs: lines - parsed - malformed - notModelled, notModelled, malformed },
    diagnostics: [...diagnostics, ...lostLines(messages)],
    messages: messages.filter(({ meaning }) => meaning !== 'lost-lines'),
  };
}

/** The first lines by which loggers say that they lost others. */
function lostLines(messages: readonly KernelMessages[]): readonly Diagnostic[] {
  return messages
    .flatMap(({ meaning, kept }) => (meaning === 'lost-lines' ? kept : []))
    .sort((a, b) => a.at.line - b.at.line)
    .slice(0, MOST_DIAGNOSTICS)
    .map(({ at, fields }) => diagnostic('log-lines-lost', { words: fields.reason ?? '' }, at.file, at.line));
}

import type { Diagnostic } from '../../model/diagnostic.ts';
import { diagnostic } from '../../model/diagnostic.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { Malformed } from '../../model/malformed.ts';
import type { Parsed } from '../format.ts';
import { beginsJson, readJson } from './json-document.ts';
import type { JsonObject } from './json-document.ts';
import { printedText } from './command-text.ts';
import { isProse } from './prose.ts';
import { shellPrompt } from '../bundle/shell-prompt.ts';

/** What one line turned out to be; a malformed one says why. */
export type LineFate = 'parsed' | 'notOurs' | 'notModelled' | { readonly malformed: Malformed };

/** What a parser does with the lines of one file. */
export interface LineReader {
  /** One line that is neither blank nor a shell prompt, as the terminal showed it, with its indentation. */
  read(text: string, at: LineRef): LineFate;
  /** The command after a shell prompt, for parsers that learn a table or a family from it; what is typed may be all there is to read. */
  command?(command: string, at: LineRef): LineFate | void;
  /** An object of the list that the command prints with `-j`; `at` is the line on which it begins. */
  object?(value: JsonObject, at: LineRef): LineFate;
}

const maxMalformedDiagnostics = 10;
/** The longest line that any of these commands prints is far shorter; patterns are not tried on more. */
const maxLineLength = 1 << 16;
const tooLong: LineFate = { malformed: { kind: 'too-long', characters: maxLineLength } };

/**
 * Hands every line of a file to its parser and counts what became of it. Each line has exactly one fate, so the counts
 * add up to the number of lines by construction. Blank lines and shell prompts are `notOurs` for every format; the
 * host is that of the last prompt that names one.
 */
export function classifyLines(
  lines: readonly string[],
  file: string,
  reader: LineReader,
): Omit<Parsed, 'records'> {
  const counts = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  const diagnostics: Diagnostic[] = [];
  let host: string | null = null;
  const count = (fate: LineFate, line: number): void => {
    if (typeof fate === 'string') {
      counts[fate]++;
      return;
    }
    counts.malformed++;
    if (counts.malformed <= maxMalformedDiagnostics)
      diagnostics.push(diagnostic('line-malformed', { why: fate.malformed }, file, line));
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const at: LineRef = { file, line: index + 1 };
    if (reader.object && beginsJson(line)) {
      const fates = accountJson(lines, at, (object, begins) => reader.object?.(object, begins) ?? 'notOurs');
      fates.forEach((fate, offset) => count(fate, at.line + offset));
      index += fates.length - 1;
      continue;
    }
    const isTooLong = line.length > maxLineLength;
    const text = isTooLong ? '' : printedText(line);
    const prompt = shellPrompt(text);
    if (prompt) {
      host = prompt.host ?? host;
      const typed = reader.command?.(prompt.command, at);
      count(typed ?? 'notOurs', at.line);
      continue;
    }
    const fate = isTooLong ? tooLong : text.trim() === '' ? 'notOurs' : reader.read(text, at);
    count(typeof fate === 'object' && isProse(text) ? 'notOurs' : fate, at.line);
  }
  return { lines: counts, diagnostics, host };
}

/**
 * The fates of the lines of a JSON text that begins at `at`: each is what the object is that it lies in, or of several
 * objects that begin on it, the least readable; of a malformed object only the first line counts as malformed.
 */
function accountJson(
  lines: readonly string[],
  at: LineRef,
  read: (object: JsonObject, at: LineRef) => LineFate,
): readonly LineFate[] {
  const document = readJson(lines, at.line);
  const begun = new Map<number, LineFate>();
  let next = document.next();
  for (; next.done !== true; next = document.next()) {
    const object = next.value;
    const fate = read(object, { ...at, line: object.line });
    const before = begun.get(object.line);
    if (before === undefined || rank(fate) > rank(before)) begun.set(object.line, fate);
  }
  const { lastLine, broken } = next.value;
  let current: LineFate = 'parsed';
  const fates: LineFate[] = [];
  for (let line = at.line; line <= lastLine; line++) {
    current = begun.get(line) ?? (typeof current === 'string' ? current : 'notModelled');
    fates.push(current);
  }
  if (broken !== null) fates[fates.length - 1] = { malformed: { kind: 'json', fault: broken } };
  return fates;
}

function rank(fate: LineFate): number {
  return typeof fate === 'string' ? ['parsed', 'notOurs', 'notModelled'].indexOf(fate) : 3;
}

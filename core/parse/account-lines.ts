import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnostic } from '../model/diagnostic.ts';
import type { LineRef } from '../model/evidence.ts';
import { printedText } from './printed-text.ts';
import { shellPrompt } from './shell-prompt.ts';
import type { Parsed } from './format.ts';

/** What one line turned out to be; a malformed one says why, in words that complete "line N: ...". */
export type LineFate = 'parsed' | 'notOurs' | 'notModelled' | { readonly malformed: string };

/** What a parser does with the lines of one file. */
export interface LineReader {
  /** One line that is neither blank nor a shell prompt, as the terminal showed it, with its indentation. */
  read(text: string, at: LineRef): LineFate;
  /** The command behind a shell prompt, for parsers that learn a table or a family from it. */
  command?(command: string, at: LineRef): void;
}

const maxMalformedDiagnostics = 10;
/** The longest line that any of these commands prints is far shorter; patterns are not tried on more. */
const maxLineLength = 1 << 16;
const tooLong: LineFate = { malformed: `longer than ${maxLineLength} characters` };

/**
 * Hands every line of a file to its parser and counts what became of it. Each line has exactly one fate, so the counts
 * add up to the number of lines by construction. Blank lines and shell prompts are `notOurs` for every format; the
 * host is that of the last prompt that names one.
 */
export function accountLines(
  lines: readonly string[],
  file: string,
  reader: LineReader,
): Omit<Parsed, 'records'> {
  const counts = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  const diagnostics: Diagnostic[] = [];
  let host: string | null = null;

  for (const [index, line] of lines.entries()) {
    const at: LineRef = { file, line: index + 1 };
    const isTooLong = line.length > maxLineLength;
    const text = isTooLong ? '' : printedText(line);
    const prompt = shellPrompt(text);
    if (prompt) {
      host = prompt.host ?? host;
      reader.command?.(prompt.command, at);
    }
    const fate = isTooLong ? tooLong : prompt || text.trim() === '' ? 'notOurs' : reader.read(text, at);
    if (typeof fate === 'string') {
      counts[fate]++;
      continue;
    }
    counts.malformed++;
    if (counts.malformed <= maxMalformedDiagnostics)
      diagnostics.push(diagnostic('line-malformed', fate.malformed, file, at.line));
  }
  return { lines: counts, diagnostics, host };
}

import { type TextLine, wrapped } from '../../core/index.ts';
import type { CommandOutput } from './output.ts';

/** Lines as they are printed: broken to the width of the terminal, headings bold. A program gets each line whole. */
export function laidOut(
  lines: readonly TextLine[],
  { columns, colours }: Pick<CommandOutput, 'columns' | 'colours'>,
): string {
  return lines
    .flatMap(({ role, text }) => {
      const rows = columns === null ? [text] : wrapped([text], columns);
      return rows.map((row) => (colours && role === 'heading' ? `${BOLD}${row}${NORMAL}\n` : `${row}\n`));
    })
    .join('');
}

/** The lines of a text that has no headings. */
export function plainLines(text: string): readonly TextLine[] {
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
  return lines.split('\n').map((line) => ({ role: 'plain', text: line }));
}

// ECMA-48: SGR.
const BOLD = '\x1b[1m';
const NORMAL = '\x1b[0m';

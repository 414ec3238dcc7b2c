import type { Restore } from './restore.ts';
import { lineFrame } from './line-frame.ts';
import { JoinedLines } from './joined-lines.ts';

/**
 * Takes off what stands before or in every line of a text that went through a mail, a ticket or a coloured terminal,
 * and joins the log lines that a mail program has wrapped:
 *
 *   > > -A FORWARD -j DROP                                    quoted, and whatever else line-frame.ts knows
 *   ESC[32m[  420.080676] ESC[0mTRACE: ...                    dmesg --color=always
 *
 * Null where the file's beginning shows none of it.
 */
export function pastedLines(head: Uint8Array): Restore | null {
  if (head.includes(0)) return null;
  const lines = new TextDecoder().decode(head).split('\n');
  // The last one may be cut off.
  if (lines.length > 1) lines.pop();
  const coloured = lines.some((line) => COLOUR_END.test(line));
  const plain = lines.map((line) => withoutColours(line).replace(/\r$/, ''));
  const before = lineFrame(plain.filter((line) => line.trim() !== ''));
  const wrapped = plain.some((line, i) => isWrapped(line.replace(before ?? '', ''), plain[i + 1], before));
  if (!coloured && before === null && !wrapped) return null;
  return async function* (chunks) {
    const encoder = new TextEncoder();
    const joined = new JoinedLines(wrapped);
    for await (const line of linesOf(chunks)) {
      const bare = (coloured ? withoutColours(line) : line).replace(before ?? '', '');
      const ready = joined.push(bare);
      if (ready !== '') yield encoder.encode(ready);
    }
    yield encoder.encode(joined.end());
  };
}

function isWrapped(line: string, next: string | undefined, before: RegExp | null): boolean {
  return next !== undefined && JoinedLines.belongTogether(line, next.replace(before ?? '', ''));
}

// eslint-disable-next-line no-control-regex -- the escape sequences of terminals begin with one
const COLOUR = /\x1b\[[\d;]*[mK]/;
/** Whatever colours a text goes back to the plain one; a name that merely holds an escape sequence keeps it. */
// eslint-disable-next-line no-control-regex -- as above
const COLOUR_END = /\x1b\[0?m/;

function withoutColours(line: string): string {
  return COLOUR.test(line) ? line.replace(new RegExp(COLOUR, 'g'), '') : line;
}

/** A line's beginning is all that is looked at of a longer one, which no command prints; kernel lines end at 1 KiB. */
const LONGEST_LINE_BYTES = 1 << 16;
const NEWLINE = 10;

/** Without the ends of lines; the last line may have none. Of a line of any length, its first 64 KiB. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const line = new Uint8Array(LONGEST_LINE_BYTES);
  let length = 0;
  let isBegun = false;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 ? chunk.length : newline;
      const piece = chunk.subarray(start, Math.min(end, start + LONGEST_LINE_BYTES - length));
      line.set(piece, length);
      length += piece.length;
      isBegun = true;
      start = end + 1;
      if (newline < 0) break;
      yield withoutReturn(decoder.decode(line.subarray(0, length)));
      length = 0;
      isBegun = false;
    }
  }
  if (isBegun) yield withoutReturn(decoder.decode(line.subarray(0, length)));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

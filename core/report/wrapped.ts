/**
 * Lines of text, each broken at blanks, or between Chinese characters, so that it fits into the columns. What follows a break stands `hanging` columns
 * further in than its line. A word that is too long for a line is left whole: it can still be copied.
 */
export function wrapped(lines: readonly string[], columns: number, hanging = 4): readonly string[] {
  return lines.flatMap((line) => (width(line) <= columns ? [line] : brokenLine(line, columns, hanging)));
}

/** Deeper than half of the line, what follows would be a column of single words. */
function indentOf(line: string, columns: number, hanging: number): number {
  const own = line.length - line.trimStart().length;
  return Math.min(own + hanging, Math.floor(columns / 2));
}

function brokenLine(line: string, columns: number, hanging: number): readonly string[] {
  const indent = ' '.repeat(indentOf(line, columns, hanging));
  const first = line.length - line.trimStart().length;
  const lines: string[] = [];
  // Runs of blanks within a line are columns of its text, and stay unless the line is broken there.
  let current = line.slice(0, first);
  let blanks = '';
  for (const [index, word] of line.slice(first).split(' ').entries()) {
    if (index > 0) blanks += ' ';
    if (word === '') continue;
    for (const piece of pieces(word)) {
      if (current.trim() !== '' && width(current) + blanks.length + width(piece) > columns) {
        lines.push(current);
        current = indent + piece;
      } else current += blanks + piece;
      blanks = '';
    }
  }
  return [...lines, current];
}

/** Between wide characters a line may be broken, but not before what closes, nor after what opens. */
function pieces(word: string): readonly string[] {
  if (narrow.test(word)) return [word];
  const found: string[] = [];
  let last = '';
  for (const character of word) {
    const parts = wide.test(last) && wide.test(character) && !closing.test(character) && !opening.test(last);
    if (parts || found.length === 0) found.push(character);
    else found[found.length - 1] += character;
    last = character;
  }
  return found;
}

const closing = /[\u3001\u3002\uff0c\uff1a\uff1b\uff09]/;
const opening = /\uff08/;

/** Columns that a terminal gives a text: characters of Chinese, Japanese and Korean are two wide (East Asian Width W, F). */
export function width(text: string): number {
  if (narrow.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : 1;
  return columns;
}

const narrow = /^[\x20-\x7e]*$/;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

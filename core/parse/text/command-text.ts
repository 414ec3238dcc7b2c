/**
 * A line as the terminal showed it: without the `\r` of a Windows line end, NULs, and the colour sequences of
 * `ip -color` or `ls --color` (ECMA-48 CSI: `ESC [ 0 1 ; 3 1 m`), the window's title (OSC) and what was erased. Indentation and trailing blanks stay.
 */
export function printedText(line: string): string {
  return needsCleaning.test(line) ? withoutReturns(withoutErased(line.replace(invisible, ''))) : line;
}

/** What somebody typed and took back, in a recording of script(1): `iptt`, a backspace, `ables`. */
function withoutErased(line: string): string {
  if (!line.includes('\b')) return line;
  const kept: string[] = [];
  for (const character of line)
    if (character === '\b') kept.pop();
    else kept.push(character);
  return kept.join('');
}

function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}

// eslint-disable-next-line no-control-regex -- terminal output has control characters
const needsCleaning = /[\u0000\b\u001b\r\ufeff]/;
const invisible =
  // eslint-disable-next-line no-control-regex
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\)|\u001b[=>]|\u001b\([AB0]|[\u0000\u001b\ufeff]/g;

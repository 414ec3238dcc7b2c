/**
 * A line as the terminal showed it: without the `\r` of a Windows line end, NULs, and the colour sequences of
 * `ip -color` or `ls --color` (ECMA-48 CSI: `ESC [ 0 1 ; 3 1 m`). Indentation and trailing blanks stay.
 */
export function printedText(line: string): string {
  return needsCleaning.test(line) ? withoutReturns(line.replace(invisible, '')) : line;
}

function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}

// eslint-disable-next-line no-control-regex -- terminal output has control characters
const needsCleaning = /[\u0000\u001b\r\ufeff]/;
// eslint-disable-next-line no-control-regex
const invisible = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\([AB0]|[\u0000\u001b\ufeff]/g;

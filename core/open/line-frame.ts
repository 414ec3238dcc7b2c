/**
 * What all lines begin with that no command prints there; null for none:
 *
 *   > > -A FORWARD -j DROP                    quoted, any number of times
 *       -A FORWARD -j DROP                    indented, as code in a ticket
 *       12\t-A FORWARD -j DROP                numbered by cat -n or nl
 *   12 -A FORWARD   12: -A ...   12 | -A ...  by an editor, less -N, bat
 *   fw/rules.v4:12:-A FORWARD -j DROP         by grep -n or -H, with context: fw/rules.v4-13-COMMIT
 */
export function lineFrame(lines: readonly string[]): RegExp | null {
  const [first] = lines;
  if (first === undefined) return null;
  for (const frame of [/^(?:> ?)+/, /^ *\d+\t/]) if (lines.every((line) => frame.test(line))) return frame;
  const numbers = editorNumbers.find((frame) => areNumbered(lines, frame));
  if (numbers !== undefined) return numbers;
  if (lines.length > 1 && lines.every((line) => line === '--' || isGrepped(line))) return grepPrefix;
  const indent = /^[ \t]*/.exec(first)?.[0] ?? '';
  const isShared = indent.length >= 2 && lines.length > 1 && lines.every((line) => line.startsWith(indent));
  return isShared ? new RegExp(`^${indent}`) : null;
}

const fewestNumbered = 3;
const editorNumbers = [/^ {0,8}\d{1,7}(?:: ?| ?[|│](?: |$)|$)/, /^ {0,8}\d{1,7}(?: |$)/];

/** Each line one more than the last. Commands number theirs, too: `1: lo: <LOOPBACK,UP>`, `1    ACCEPT  all`, `0: from all`. */
function areNumbered(lines: readonly string[], frame: RegExp): boolean {
  if (lines.length < fewestNumbered) return false;
  let expected: number | null = null;
  for (const line of lines) {
    const number = frame.test(line) ? Number.parseInt(line, 10) : NaN;
    if (Number.isNaN(number) || (expected !== null && number !== expected)) return false;
    expected = number + 1;
  }
  const [first = ''] = lines;
  return !/^ *\d+(?: {2,}\S|: ?(?:\S+: <|\S+ {2,}inet|from |[\w.-]+@[\w.-]+:?(?:\s|$)))/.test(first);
}

/** A path has a folder, or the ending of a file; those of /proc and /sys stand before a value of the kernel's. */
const grepPrefix =
  /^(?!\/(?:proc|sys)\/)(?:[\w.+@~-]*\/[\w.+@~/-]{1,200}?|[\w+@-][\w.+@-]{0,80}?\.(?:log|txt|rules|conf|v4|v6|nft|save|sh|out|gz|xz|zst|bz2|[1-9]))(?::(?:\d{1,9}:)?|-\d{1,9}-)/;

function isGrepped(line: string): boolean {
  return grepPrefix.test(line);
}

/**
 * The lines without what a ticket, a wiki or a forum puts around and into them. The same list where there is none of it,
 * so that no file is changed that nobody has pasted:
 *
 *   > *filter                                    quotes
 *   **Chain FORWARD (policy DROP)**              bold type
 *   `ip rule`                                    code
 *   ```Chain INPUT (policy DROP)                 a fence that is glued to the text, at its beginning or end
 *   | TRACE: filter:FORWARD:rule:1 ... |         tables
 *   <pre>-A INPUT -m comment --comment &quot;x&quot; -j DROP<br>
 *   {code:bash}ip rule          [code]ip rule[/code]          Jira, and forums with BBCode
 */
export function withoutMarkup(lines: readonly string[]): readonly string[] {
  const isHtml = lines.some((line) => line.includes('<') && htmlLine.test(line));
  const isForum = lines.some(
    (line) => line.includes('[/') && line.length < longestMarked && forumEnd.test(line),
  );
  let changed = false;
  const plain = lines.map((line) => {
    // JSON says what it means, whatever characters a name holds.
    const mayBeMarked =
      markedAtStart.test(line) ||
      (mark.test(line) && mayHoldMarkup.test(line)) ||
      (isHtml && line.includes('<')) ||
      (isForum && line.includes('['));
    if (isJson(line) || !mayBeMarked) return line;
    const text = plainLine(line, isHtml, isForum);
    if (text !== line) changed = true;
    return text;
  });
  return changed ? plain : lines;
}

const htmlLine =
  /^\s*<\/?(?:pre|code|p|div|blockquote|details|summary|html|body|table|tr|td)(?:\s[^<>]{0,200})?>|<br\s?\/?>\s*$|<\/(?:pre|code|p|div)>\s*$/i;
const markedAtStart = /^\s*[>|`*_]/;
/** Spares most lines the other pattern. */
const mark = /[{*&\u00a0`]/;
const mayHoldMarkup = /\{(?:code|noformat|quote)\b|\*\*|&(?:[lg]t|amp|quot|apos|nbsp|#\d{2,5});|\u00a0|`\s*$/;
const tag =
  /<\/?(?:pre|code|syntaxhighlight|source|nowiki|p|div|span|blockquote|details|summary|html|body|br|b|i|u|em|strong|tt|kbd|samp|font|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|a)(?:\s[^<>]{0,200})?\/?>/gi;

/** A block's mark alone stands between outputs (section-heading.ts); beside text it is taken out. */
const forumEnd = /\[\/(?:code|quote|pre|b|i|u|tt|color|size|font|spoiler|mono)\]/i;
const forumTag = /\[\/?(?:code|quote|pre|b|i|u|tt|color|size|font|spoiler|mono)(?:=[^[\]]{0,80})?\]/gi;
const jiraTag = /\{(?:code|noformat|quote)(?::[^{}]{0,120})?\}/g;
const longestMarked = 4096;

function isJson(line: string): boolean {
  return line.startsWith('{') && !/^\{(?:code|noformat|quote)\b/.test(line);
}

/** The line without such marks beside other text; one that is nothing else stays. */
function withoutBlockMarks(text: string, tag: RegExp): string {
  const bare = text.replace(tag, '');
  return bare.trim() === '' ? text : bare;
}

function plainLine(line: string, isHtml: boolean, isForum: boolean): string {
  let text = line.replaceAll('\u00a0', ' ');
  if (isForum) text = withoutBlockMarks(text, forumTag);
  text = withoutBlockMarks(text, jiraTag);
  if (isHtml) text = text.replace(tag, '');
  text = text.replace(/&(?:lt|gt|amp|quot|apos|nbsp|#\d{2,5});/g, character);
  text = text.replace(/^\s{0,3}(?:> ?)+(?=\S|$)/, '');
  text = withoutGluedFence(text);
  text = withoutCells(text);
  text = text.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/^(\s*)__([^_].*[^_])__(\s*)$/, '$1$2');
  return text.replace(/^(\s*)`([^`]+)`(\s*)$/, '$1$2');
}

/** "```bash" alone is the fence of a block. */
function withoutGluedFence(text: string): string {
  const glued = /^\s{0,3}```(?=[^\s`{])/.test(text) && /\s/.test(text.trim());
  const inner = glued ? text.trimStart().slice(3) : text;
  return inner.endsWith('```') && inner.trim() !== '```' ? inner.slice(0, -3).trimEnd() : inner;
}

function character(entity: string): string {
  const number = /^&#(\d+);$/.exec(entity)?.[1];
  if (number !== undefined) return Number(number) >= 0x20 ? String.fromCharCode(Number(number)) : '';
  return named[entity] ?? entity;
}

const named: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
};

/** `| a | b |` as `a  b`; the line under a table's head is blank. */
function withoutCells(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || !trimmed.startsWith('|') || !trimmed.endsWith('|')) return text;
  const cells = trimmed.slice(1, -1).split('|').map((cell) => cell.trim()); // prettier-ignore
  return cells.every((cell) => /^:?-+:?$/.test(cell)) ? '' : cells.join('  ');
}

import type { LineRef } from '../../../model/evidence.ts';
import type { NftElement } from '../../../model/ruleset.ts';
import { nftWords, unquoted } from './words.ts';

/**
 * The elements of a set or map as nft(8) lists them; `text` is what stands between the braces, line ends included:
 *
 *   10.2.0.2 . 80, 192.0.2.0/24 timeout 10m expires 9m59s comment "a, b",
 *   53 counter packets 0 bytes 0 : jump dns
 *
 * `firstLine` is the line of the file on which the text begins. Null where a quote or a bracket is not closed.
 */
export function setElements(text: string, { file, line: firstLine }: LineRef): NftElement[] | null {
  const elements: NftElement[] = [];
  let line = firstLine;
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index] ?? ',';
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (character === ',' && depth === 0) {
      const part = text.slice(start, index);
      const indent = /^\s*/.exec(part)?.[0] ?? '';
      line += newlinesIn(indent);
      const element = elementOf(part, { file, line });
      if (element === null) return null;
      if (element.key.length > 0) elements.push(element);
      line += newlinesIn(part.slice(indent.length));
      start = index + 1;
    }
  }
  return quoted || depth !== 0 ? null : elements;
}

/** What may follow a key: the properties of an element, or what a map has for it. */
const behindKey: ReadonlySet<string> = new Set([
  ':', 'timeout', 'expires', 'comment', 'counter', 'limit', 'quota', 'ct', 'last',
]); // prettier-ignore

function elementOf(text: string, at: LineRef): NftElement | null {
  const words = nftWords(text);
  if (words === null) return null;
  const end = words.findIndex((word) => behindKey.has(word));
  const key = (end < 0 ? words : words.slice(0, end)).filter((word) => word !== '.').map(unquoted);
  const colon = words.indexOf(':');
  const value = colon < 0 ? [] : words.slice(colon + 1);
  const valueEnd = value.findIndex((word) => behindKey.has(word));
  const valueWords = valueEnd < 0 ? value : value.slice(0, valueEnd);
  return { key, value: colon < 0 ? null : valueWords.map(unquoted).join(' '), at };
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}

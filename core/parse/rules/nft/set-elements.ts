import type { LineRef } from '../../../model/evidence.ts';
import { elementWords } from '../../../dialects/nft/set-reference.ts';
import type { NftElement } from '../../../model/ruleset.ts';
import { unquoted } from '../../../dialects/nft/words.ts';

/** An element as it is printed; the set's type says what its words mean. */
export type UntypedElement = Pick<NftElement, 'key' | 'value' | 'at'>;

/**
 * The elements of a set or map as nft(8) lists them; `text` is what stands between the braces, line ends included:
 *
 *   10.2.0.2 . 80, 192.0.2.0/24 timeout 10m expires 9m59s comment "a, b",
 *   53 counter packets 0 bytes 0 : jump dns
 *
 * `firstLine` is the line of the file on which the text begins. Null where a quote or a bracket is not closed.
 */
export function setElements(text: string, { file, line: firstLine }: LineRef): UntypedElement[] | null {
  const elements: UntypedElement[] = [];
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

function elementOf(text: string, at: LineRef): UntypedElement | null {
  const words = elementWords(text);
  if (words === null) return null;
  return { key: words.key.map(unquoted), value: words.value?.map(unquoted).join(' ') ?? null, at };
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}

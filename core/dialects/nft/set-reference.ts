import type { ListedElement, MapValue, MapVerdict, SetReference } from '../../model/condition.ts';
import type { Value } from '../../model/rule-value.ts';
import { wordValue } from '../values.ts';
import { readValue, valueType } from './value-types.ts';
import { insideBraces, nftWords, splitOutside, unquoted } from './words.ts';

/** `@allowed`, or `{ 22, 80-90 }`, `{ 53 : jump dns }`, by the data types of a key's parts. */
export function setReference(text: string, types: readonly string[]): SetReference {
  const listed = insideBraces(text);
  if (listed === null) return { kind: 'named', name: text.replace(/^@/, '') };
  const elements = splitOutside(listed, ',').filter((each) => each !== '');
  return { kind: 'listed', elements: elements.map((element) => listedElement(element, types)) };
}

/** What may follow a key: the properties of an element, or what a map has for it. */
const afterKey: ReadonlySet<string> = new Set([
  ':', 'timeout', 'expires', 'comment', 'counter', 'limit', 'quota', 'ct', 'last',
]); // prettier-ignore

/** The words of one element: the parts of its key and what a map has for it; null where a quote is not closed. */
export function elementWords(
  text: string,
): { readonly key: readonly string[]; readonly value: readonly string[] | null } | null {
  const words = nftWords(text);
  if (words === null) return null;
  const end = words.findIndex((word) => afterKey.has(word));
  const key = withFlags(end < 0 ? words : words.slice(0, end)).filter((word) => word !== '.');
  const colon = words.indexOf(':');
  const value = colon < 0 ? [] : words.slice(colon + 1);
  const valueEnd = value.findIndex((word) => afterKey.has(word));
  return { key, value: colon < 0 ? null : valueEnd < 0 ? value : value.slice(0, valueEnd) };
}

/** `syn | ack` is one value. */
function withFlags(words: readonly string[]): readonly string[] {
  if (!words.includes('|')) return words;
  return words.join(' ').replaceAll(' | ', '|').split(' ');
}

function listedElement(text: string, types: readonly string[]): ListedElement {
  const words = elementWords(text);
  if (words === null) return { key: [wordValue(text)], value: null };
  return {
    key: keyValues(words.key, types),
    value: words.value === null ? null : mapValue(words.value, []),
  };
}

/** The parts of a key, each by its data type. */
export function keyValues(words: readonly string[], types: readonly string[]): readonly Value[] {
  return words.map((word, index) => readValue(word, valueType(types[index] ?? 'integer')));
}

/**
 * `jump dns`, `10.0.0.1 . 80`: what a map has for a key. `types` are those of a named map's values; empty where only the
 * words tell.
 */
export function mapValue(words: readonly string[], types: readonly string[]): MapValue | null {
  const verdict = mapVerdict(words);
  if (verdict !== null) return { kind: 'verdict', verdict };
  const parts = words.filter((word) => word !== '.');
  if (parts.length === 0) return null;
  return {
    kind: 'values',
    values: parts.map((word, index) => {
      const known = types[index] ?? (/[.:]/.test(word) ? 'ipv4_addr' : 'integer');
      return readValue(unquoted(word), valueType(known));
    }),
  };
}

function mapVerdict([verb = '', name, ...more]: readonly string[]): MapVerdict | null {
  switch (verb) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
      return { kind: verb };
    case 'jump':
    case 'goto':
      return name === undefined || more.length > 0 ? null : { kind: verb, chain: unquoted(name) };
    case 'queue':
      return { kind: 'queue', first: 0, last: 0, bypass: false };
    default:
      return null;
  }
}

import type { NftSet, Target } from '../../model/ruleset.ts';
import type { Holds } from './holds.ts';
import type { MatchPacket } from './match-packet.ts';
import { fieldOf, partHolds } from './nft-set.ts';

/** What a map of nft may have for a packet. */
export interface MapValues {
  /** In nft's words (`jump dns`, `accept`); null where the map has nothing for it. More than one: that is not known. */
  readonly values: readonly (string | null)[];
  /** The map is not in the bundle, or its elements come and go: it may have had any other value. */
  readonly isOpen: boolean;
}

/**
 * The words are those of a vmap: the fields of the key, `vmap`, then `@ports` or `{` and the elements. A key that is
 * drawn (`numgen random mod 2`, `jhash ip saddr mod 2`) can be each number below its modulus.
 */
export function valuesInMap(
  { options }: Pick<Target, 'options'>,
  packet: MatchPacket,
  sets: readonly NftSet[],
): MapValues {
  const at = options.findIndex((word) => word === 'vmap' || word === 'map');
  const [map = '', ...listed] = options.slice(at + 1);
  const set = sets.find(({ name }) => map === `@${name}`);
  const elements = map === '{' ? listed.map(elementOf) : set?.elements;
  if (elements === undefined) return { values: [], isOpen: true };
  const fields = options.slice(0, at);
  const keys = keysOf(fields, packet);
  const values = new Set(keys.flatMap((key) => valuesFor(fields, key, elements)));
  const changes = set?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true;
  return { values: [...values], isOpen: changes && values.has(null) };
}

type Element = Pick<NftSet['elements'][number], 'key' | 'value'>;

/** The keys that the packet may make; a part is null where nothing is known of it. */
function keysOf(fields: readonly string[], packet: MatchPacket): readonly (readonly (string | null)[])[] {
  const drawn = fields.findIndex((field) => drawnNumbers(field) !== null);
  const known = fields.map((field) => fieldOf(field, packet));
  if (drawn < 0) return [known];
  return (drawnNumbers(fields[drawn] as string) ?? []).map((number) => known.with(drawn, String(number)));
}

/** The first value that is certain, and those that may come before it. */
function valuesFor(
  fields: readonly string[],
  key: readonly (string | null)[],
  elements: readonly Element[],
): readonly (string | null)[] {
  const possible: (string | null)[] = [];
  let rest: string | null = null;
  for (const element of elements) {
    if (element.key.length === 1 && element.key[0] === '*') {
      rest = element.value;
      continue;
    }
    const holds = keyHolds(fields, key, element.key);
    if (holds === 'yes') return [...possible, element.value];
    if (holds === 'unknown') possible.push(element.value);
  }
  return [...possible, rest];
}

function keyHolds(
  fields: readonly string[],
  key: readonly (string | null)[],
  element: readonly string[],
): Holds {
  const parts = key.map((value, i): Holds => {
    return value === null ? 'unknown' : partHolds(fields[i] as string, value, element[i] ?? '');
  });
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

/** `numgen inc mod 2 offset 1`: 1 and 2; null for what is not drawn, and for more numbers than people write. */
function drawnNumbers(field: string): readonly number[] | null {
  const words = field.split(' ');
  if (!drawing.has(words[0] ?? '')) return null;
  const after = (word: string): number => {
    const at = words.indexOf(word);
    return at < 0 ? 0 : Number(words[at + 1]);
  };
  const [count, offset] = [after('mod'), after('offset')];
  if (!Number.isInteger(count) || count < 1 || count > MOST_NUMBERS || !Number.isInteger(offset)) return null;
  return Array.from({ length: count }, (_, index) => offset + index);
}

const drawing: ReadonlySet<string> = new Set(['numgen', 'jhash', 'symhash']);
const MOST_NUMBERS = 1024;

/** `10.0.0.1 . 80 : jump web` */
function elementOf(words: string): Element {
  const [key = '', ...value] = words.split(' : ');
  return { key: key.split(' . '), value: value.join(' : ') };
}

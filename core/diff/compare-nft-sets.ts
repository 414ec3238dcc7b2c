import type { NftElement, NftSet } from '../model/ruleset.ts';
import { pairUp } from './pair-up.ts';
import type { FoundChange, Script } from './script.ts';
import { setElementWords } from './set-element-words.ts';

/** Compares the named sets and maps of a table of nft by their elements. */
export function compareNftSets(
  host: string,
  table: string,
  before: readonly NftSet[],
  after: readonly NftSet[],
): Script<NftSet> {
  return pairUp(before, after, [({ name }) => name]).map(({ before: old, after: now }) => {
    const words = wordsOf(old, now);
    return {
      before: old,
      after: now,
      change: words === null ? null : changeOf(host, table, old, now, words),
    };
  });
}

/** What changed; null for nothing. */
function wordsOf(before: NftSet | null, after: NftSet | null): string | null {
  if (before === null) return 'added';
  if (after === null) return 'removed';
  const [was, is] = [typeOf(before), typeOf(after)];
  const words = [
    ...(was === is ? [] : [`${was} -> ${is}`]),
    ...setElementWords(before.elements.map(elementText), after.elements.map(elementText)),
  ];
  return words.length === 0 ? null : words.join(', ');
}

/** `map ipv4_addr . inet_service : verdict, flags interval` */
function typeOf({ kind, keyTypes, valueType, flags }: NftSet): string {
  const value = valueType === null ? '' : ` : ${valueType}`;
  const flagged = flags.length === 0 ? '' : `, flags ${flags.toSorted().join(' ')}`;
  return `${kind} ${keyTypes.join(' . ')}${value}${flagged}`;
}

function elementText({ key, value }: NftElement): string {
  return `${key.join(' . ')}${value === null ? '' : ` : ${value}`}`;
}

function changeOf(
  host: string,
  table: string,
  before: NftSet | null,
  after: NftSet | null,
  words: string,
): FoundChange {
  const { kind, name } = (after ?? before) as NftSet;
  const shown = (set: NftSet | null): FoundChange['before'] =>
    set === null ? null : { ...set.at, text: `${set.kind} ${set.name}, ${set.elements.length} elements` };
  const isFleeting = [before, after].some((set) =>
    set?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout'),
  );
  return {
    kind: 'set-changed',
    host,
    detail: `${kind} ${table}/${name}: ${words}`,
    before: shown(before),
    after: shown(after),
    effect: isFleeting ? { kind: 'fleeting-elements' } : null,
    chain: null,
  };
}

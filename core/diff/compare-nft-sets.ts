import type { Difference } from '../model/change-detail.ts';
import type { NftElement, NftSet } from '../model/ruleset.ts';
import { pairUp } from './pair-up.ts';
import type { FoundChange, Script } from './script.ts';
import { changedElements } from './changed-elements.ts';

/** Compares the named sets and maps of a table of nft by their elements. */
export function compareNftSets(
  host: string,
  table: string,
  before: readonly NftSet[],
  after: readonly NftSet[],
): Script<NftSet> {
  return pairUp(before, after, [({ name }) => name]).map(({ before: old, after: now }) => {
    const differences = differencesOf(old, now);
    return {
      before: old,
      after: now,
      change: differences.length === 0 ? null : changeOf(host, table, old, now, differences),
    };
  });
}

function differencesOf(before: NftSet | null, after: NftSet | null): readonly Difference[] {
  if (before === null) return [{ kind: 'added', what: null }];
  if (after === null) return [{ kind: 'removed', what: null }];
  const [was, is] = [typeOf(before), typeOf(after)];
  return [
    ...(was === is ? [] : [{ kind: 'replaced', property: 'set-type', before: was, after: is } as const]),
    ...changedElements(before.elements.map(elementText), after.elements.map(elementText)),
  ];
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
  differences: readonly Difference[],
): FoundChange {
  const { kind, name } = (after ?? before) as NftSet;
  const shown = (set: NftSet | null): FoundChange['before'] =>
    set === null ? null : { ...set.at, text: `${set.kind} ${set.name} (${set.elements.length})` };
  const isFleeting = [before, after].some((set) =>
    set?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout'),
  );
  return {
    kind: 'set-changed',
    host,
    detail: { kind: 'differences', of: `${kind} ${table}/${name}`, differences },
    before: shown(before),
    after: shown(after),
    effect: isFleeting ? { kind: 'fleeting-elements' } : null,
    chain: null,
  };
}

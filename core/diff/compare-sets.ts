import type { Difference } from '../model/change-detail.ts';
import type { IpSet, IpSetEntry } from '../model/ipset.ts';
import { pairUp } from './pair-up.ts';
import type { FoundChange, Script } from './script.ts';
import { changedElements } from './changed-elements.ts';

/** Compares the sets of ipset(8) by their entries; a side without any set was not dumped. */
export function compareSets(host: string, before: readonly IpSet[], after: readonly IpSet[]): Script<IpSet> {
  if (before.length === 0 || after.length === 0)
    return [...before, ...after].map((set) => ({ before: set, after: set, change: null }));
  return pairUp(before, after, [({ name }) => name]).map(({ before: old, after: now }) => {
    const differences = differencesOf(old, now);
    return {
      before: old,
      after: now,
      change: differences.length === 0 ? null : changeOf(host, old, now, differences),
    };
  });
}

/** Nothing where one side does not show all entries. */
function differencesOf(before: IpSet | null, after: IpSet | null): readonly Difference[] {
  if (before === null) return [{ kind: 'added', what: null }];
  if (after === null) return [{ kind: 'removed', what: null }];
  if (!before.complete || !after.complete) return [];
  const marks = [before, after].map(({ markMask }) => `0x${markMask.toString(16)}`);
  return [
    ...replaced('type', before.type, after.type),
    ...changedElements(before.entries.map(entryText), after.entries.map(entryText)),
    ...replaced('mask', before.mask, after.mask),
    ...replaced('mark-mask', marks[0] ?? null, marks[1] ?? null),
  ];
}

function replaced(
  property: 'type' | 'mask' | 'mark-mask',
  before: string | number | null,
  after: string | number | null,
): readonly Difference[] {
  return before === after ? [] : [{ kind: 'replaced', property, before, after }];
}

function entryText({ element, nomatch, wildcard }: IpSetEntry): string {
  return `${element}${nomatch ? ' nomatch' : ''}${wildcard ? ' wildcard' : ''}`;
}

function changeOf(
  host: string,
  before: IpSet | null,
  after: IpSet | null,
  differences: readonly Difference[],
): FoundChange {
  const { name } = (after ?? before) as IpSet;
  const shown = (set: IpSet | null): FoundChange['before'] =>
    set === null ? null : { ...set.at, text: `${set.name} ${set.type} (${set.entries.length})` };
  return {
    kind: 'set-changed',
    host,
    detail: { kind: 'differences', of: `set ${name}`, differences },
    before: shown(before),
    after: shown(after),
    effect: before?.expires === true || after?.expires === true ? { kind: 'fleeting-elements' } : null,
    chain: null,
  };
}

import type { IpSet, IpSetEntry } from '../model/ipset.ts';
import { pairUp } from './pair-up.ts';
import type { FoundChange, Script } from './script.ts';
import { setElementWords } from './set-element-words.ts';

/** Compares the sets of ipset(8) by their entries; a side without any set was not dumped. */
export function compareSets(host: string, before: readonly IpSet[], after: readonly IpSet[]): Script<IpSet> {
  if (before.length === 0 || after.length === 0)
    return [...before, ...after].map((set) => ({ before: set, after: set, change: null }));
  return pairUp(before, after, [({ name }) => name]).map(({ before: old, after: now }) => {
    const words = wordsOf(old, now);
    return { before: old, after: now, change: words === null ? null : changeOf(host, old, now, words) };
  });
}

/** What changed; null for nothing, and where one side does not show all entries. */
function wordsOf(before: IpSet | null, after: IpSet | null): string | null {
  if (before === null) return 'added';
  if (after === null) return 'removed';
  if (!before.complete || !after.complete) return null;
  const words = [
    ...(before.type === after.type ? [] : [`type ${before.type} -> ${after.type}`]),
    ...setElementWords(before.entries.map(entryText), after.entries.map(entryText)),
    ...(maskOf(before) === maskOf(after) ? [] : [`${maskOf(before)} -> ${maskOf(after)}`]),
  ];
  return words.length === 0 ? null : words.join(', ');
}

function maskOf({ mask, markMask }: IpSet): string {
  return `${mask ?? 'no mask'}, mark mask 0x${markMask.toString(16)}`;
}

function entryText({ element, nomatch, wildcard }: IpSetEntry): string {
  return `${element}${nomatch ? ' nomatch' : ''}${wildcard ? ' wildcard' : ''}`;
}

function changeOf(host: string, before: IpSet | null, after: IpSet | null, words: string): FoundChange {
  const { name } = (after ?? before) as IpSet;
  const shown = (set: IpSet | null): FoundChange['before'] =>
    set === null ? null : { ...set.at, text: `${set.name} ${set.type}, ${set.entries.length} entries` };
  return {
    kind: 'set-changed',
    host,
    detail: `set ${name}: ${words}`,
    before: shown(before),
    after: shown(after),
    effect: before?.expires === true || after?.expires === true ? { kind: 'fleeting-elements' } : null,
    chain: null,
  };
}

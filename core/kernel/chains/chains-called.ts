import { chainOfTable } from '../../model/chain-of-table.ts';
import type { NftSet, Rule, Table } from '../../model/ruleset.ts';

/** A chain that a rule can lead to. */
export interface Call {
  readonly chain: string;
  readonly isGoto: boolean;
}

/** Where a rule can lead: by its target, which may be none of a chain, or by what a verdict map has. */
export function callsOf({ target }: Pick<Rule, 'target'>, sets: readonly NftSet[]): readonly Call[] {
  if (target === null) return [];
  if (target.name !== 'vmap') return [{ chain: target.name, isGoto: target.kind === 'goto' }];
  const words = target.options.flatMap((option) => {
    const map = sets.find(({ name }) => option === `@${name}`);
    return map === undefined ? [option] : map.elements.map(({ value }) => value ?? '');
  });
  return words.flatMap(callsIn);
}

/** The chains that a rule can lead to. */
export function chainsCalled(rule: Pick<Rule, 'target'>, sets: readonly NftSet[]): readonly string[] {
  return callsOf(rule, sets).map(({ chain }) => chain);
}

/** The chains that verdicts in nft's words lead to: `jump dns`, `{ 53 : goto dns, 80 : accept }`. */
export function chainsIn(words: string): readonly string[] {
  return callsIn(words).map(({ chain }) => chain);
}

/** The chains of a table that packets can come to from one of its chains, that one included. */
export function chainsReached(table: Table, from: string): ReadonlySet<string> {
  const ofTable = reached.get(table) ?? new Map<string, ReadonlySet<string>>();
  reached.set(table, ofTable);
  let names = ofTable.get(from);
  if (names === undefined) {
    const found = new Set([from]);
    // A set goes on with what is added to it meanwhile.
    for (const name of found)
      for (const rule of chainOfTable(table, name)?.rules ?? [])
        for (const called of chainsCalled(rule, table.sets))
          if (chainOfTable(table, called) !== undefined) found.add(called);
    names = found;
    ofTable.set(from, names);
  }
  return names;
}

/** A node of Kubernetes has tables of many thousand chains; each is looked through once. */
const reached = new WeakMap<Table, Map<string, ReadonlySet<string>>>();

function callsIn(words: string): readonly Call[] {
  return Array.from(words.matchAll(LEADS_TO), ([, verb, chain]) => ({
    chain: chain as string,
    isGoto: verb === 'goto',
  }));
}

const LEADS_TO = /(jump|goto) (\S+?)(?=[,\s}]|$)/g;

import type { LineRef } from '../../../model/evidence.ts';
import type { BaseHook, Chain, NftSet, Rule, Ruleset, Table } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { keyValues, mapValue } from '../../../dialects/nft/set-reference.ts';
import type { OpenSet } from './open-set.ts';

/** A chain whose rules are still being read. */
export interface OpenChain {
  name: string;
  base: BaseHook | null;
  policy: Chain['policy'];
  readonly rules: Rule[];
  readonly cuts: LineRef[];
  /** Whether rules may stand in it that the script does not name. */
  isUncounted: boolean;
  readonly at: LineRef;
}

/** A table whose chains and sets are still being read. */
export interface OpenTable {
  readonly family: TableFamily;
  readonly name: string;
  readonly asked: NftCoverage;
  readonly chains: Map<string, OpenChain>;
  readonly sets: OpenSet[];
  /** Whether a script adds to what may be there already. */
  isPart: boolean;
  /** Whether a script emptied its chains. */
  isFlushed: boolean;
  readonly at: LineRef;
}

/** The tables of one dump, or those that one script makes. */
export interface OpenRuleset {
  tables: OpenTable[];
  readonly isTyped: boolean;
  /** Whether all that was there before is gone, and which tables are gone. */
  isEmptied: boolean;
  readonly emptied: Set<string>;
  /** Whether it says itself that there is more, and where it says so. */
  isPart: boolean;
  readonly elsewhere: LineRef[];
  /** Whether commands follow on it of which nothing tells whether they are part of it. */
  isDoubtful: boolean;
}

/** What nft was asked to list: everything, whole tables, or one chain, set or map. */
export type NftCoverage = 'ruleset' | 'tables' | 'part';

/** Takes the rules out of a chain, whose place is known again. */
export function flush(chain: OpenChain): void {
  chain.rules.length = chain.cuts.length = 0;
  chain.isUncounted = false;
}

/** Leaves it open what follows a chain's rules. */
function cutAtEnd({ rules, cuts }: OpenChain, { file, line }: LineRef): void {
  const last = rules.reduce((latest, { at }) => Math.max(latest, at.line), 0);
  cuts.push({ file, line: Math.max(line, last + 1) });
}

/** Leaves it open which place a chain's rules have, and what stands between them. */
export function uncount(chain: OpenChain): void {
  chain.isUncounted = true;
  chain.cuts.unshift(chain.at);
  chain.rules.forEach((rule, place) => (chain.rules[place] = { ...rule, number: null }));
}

/** Adds a rule to a chain, at its end or before the rule of that index; its number is its place. */
export function addRule(chain: OpenChain, rule: Omit<Rule, 'number'>, index: number | null): void {
  const { rules, cuts, isUncounted } = chain;
  if (index === null || index >= rules.length) {
    const isCounted = !isUncounted && cuts.every(({ line }) => line >= rule.at.line);
    rules.push({ number: isCounted ? rules.length + 1 : null, ...rule });
    return;
  }
  rules.splice(index, 0, { number: null, ...rule });
  if (isUncounted || cuts.length > 0) uncount(chain);
  else rules.forEach((each, place) => (rules[place] = { ...each, number: place + 1 }));
}

/** The finished ruleset, with what it tells of tables that it does not show. */
export function finishedRuleset(ruleset: OpenRuleset): Pick<Ruleset, 'covers' | 'tables'> {
  const { tables, isTyped, isEmptied, emptied, isPart, elsewhere } = ruleset;
  for (const at of elsewhere)
    for (const { chains } of tables) for (const chain of chains.values()) cutAtEnd(chain, at);
  const isWhole =
    !isPart &&
    tables.every((table) => table.asked === 'ruleset' && !table.isPart) &&
    (isEmptied || (!isTyped && emptied.size === 0));
  return {
    covers: isWhole ? 'every-table' : 'its-tables',
    tables: tables.map((table) => finishedTable(table, isPart)),
  };
}

/** The finished table. `nft list set` prints its table around the set. */
function finishedTable(table: OpenTable, isPartOfMore: boolean): Table {
  const { family, name, chains, sets, asked, at } = table;
  const isPart = isPartOfMore || table.isPart || asked === 'part' || (chains.size === 0 && sets.length > 0);
  return {
    family,
    name,
    covers: isPart ? 'its-chains' : 'every-chain',
    chains: Array.from(chains.values(), ({ isUncounted: _, ...chain }) => ({
      ...chain,
      policyCounter: null,
    })),
    sets: sets.map(typedSet),
    at,
  };
}

function typedSet(set: OpenSet): NftSet {
  const valueTypes = set.valueType?.split(' . ') ?? [];
  return {
    ...set,
    elements: set.elements.map((element) => ({
      ...element,
      parts: keyValues(element.key, set.keyTypes),
      leadsTo: element.value === null ? null : mapValue(element.value.split(' '), valueTypes),
    })),
  };
}

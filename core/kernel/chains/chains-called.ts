import { chainOfTable } from '../../model/chain-of-table.ts';
import type { MapValue } from '../../model/condition.ts';
import type { NftSet, Rule, Table } from '../../model/ruleset.ts';

/** A chain that a rule can lead to. */
export interface Call {
  readonly chain: string;
  readonly isGoto: boolean;
}

/** Where a rule can lead: by its jump, or by what a verdict map has. */
export function callsOf({ spec }: Pick<Rule, 'spec'>, sets: readonly NftSet[]): readonly Call[] {
  return spec.statements.flatMap((statement): readonly Call[] => {
    if (statement.kind === 'jump' || statement.kind === 'goto')
      return [{ chain: statement.chain, isGoto: statement.kind === 'goto' }];
    if (statement.kind !== 'verdict-map') return none;
    const { map } = statement;
    if (map.kind === 'listed') return map.elements.flatMap(({ value }) => callBy(value));
    return callsOfMap(sets.find(({ name }) => name === map.name) ?? null);
  });
}

const none: readonly Call[] = [];

/** The chains that a rule can lead to. */
export function chainsCalled(rule: Pick<Rule, 'spec'>, sets: readonly NftSet[]): readonly string[] {
  const { statements } = rule.spec;
  const [only] = statements;
  // Nearly every rule has one statement, and a node has 100,000 rules.
  if (statements.length === 1 && (only?.kind === 'jump' || only?.kind === 'goto')) return [only.chain];
  return callsOf(rule, sets).map(({ chain }) => chain);
}

/** The chains that the elements of a map lead to; none for a set. */
export function chainsOfMap(map: NftSet | null): readonly string[] {
  return callsOfMap(map).map(({ chain }) => chain);
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

function callsOfMap(map: NftSet | null): readonly Call[] {
  return map === null ? none : map.elements.flatMap(({ leadsTo }) => callBy(leadsTo));
}

function callBy(value: MapValue | null): readonly Call[] {
  if (value?.kind !== 'verdict' || !('chain' in value.verdict)) return none;
  return [{ chain: value.verdict.chain, isGoto: value.verdict.kind === 'goto' }];
}

import type { Chain, Table } from './ruleset.ts';

/** The table's chain of that name; of several, as only a damaged file has them, the first. */
export function chainOfTable(table: Table, name: string): Chain | undefined {
  return chainsByName(table).get(name);
}

/** All chains of that name; more than one only in a damaged file. */
export function chainsOfTable(table: Table, name: string): readonly Chain[] {
  const byName = chainsByName(table);
  if (byName.size < table.chains.length) return table.chains.filter((chain) => chain.name === name);
  const only = byName.get(name);
  return only === undefined ? [] : [only];
}

function chainsByName(table: Table): ReadonlyMap<string, Chain> {
  let byName = known.get(table);
  if (byName === undefined) {
    byName = new Map(table.chains.toReversed().map((chain) => [chain.name, chain]));
    known.set(table, byName);
  }
  return byName;
}

/** A node of Kubernetes has tables of many thousand chains, and is asked for one with each place and each jump. */
const known = new WeakMap<Table, ReadonlyMap<string, Chain>>();

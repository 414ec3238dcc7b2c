import type { Chain, Table } from './ruleset.ts';

/** The table's chain of that name; of several, as only a damaged file has them, the first. */
export function chainOfTable(table: Table, name: string): Chain | undefined {
  let byName = known.get(table);
  if (byName === undefined) {
    byName = new Map(table.chains.toReversed().map((chain) => [chain.name, chain]));
    known.set(table, byName);
  }
  return byName.get(name);
}

/** A node of Kubernetes has tables of many thousand chains, and is asked for one with each place and each jump. */
const known = new WeakMap<Table, ReadonlyMap<string, Chain>>();

import type { Chain, Table } from '../model/ruleset.ts';
import type { NetworkRecords } from '../model/network.ts';
import type { ComparedChain } from './compare-chains.ts';
import type { ComparedTable } from './compare-tables.ts';
import type { HostComparison } from './compare-host.ts';
import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import type { HostState } from '../kernel/host-state.ts';
import { type FoundChange, sideOf, withChanges } from './script.ts';

/** The configuration before with some of the changes made; with all of them, the one after. */
export function stateWith(comparison: HostComparison, taken: ReadonlySet<FoundChange>): HostState {
  const { before, after, ruleset } = comparison;
  return {
    tables: ruleset.tables.flatMap((table) => tableWith(table, taken)),
    network: before.network === null && after.network === null ? null : networkWith(comparison, taken),
    ipsets: withChanges(comparison.sets, taken),
  };
}

/** Changes that can't be made without others bring those with them. */
export function withNeeds(
  { needs }: HostComparison,
  changes: Iterable<FoundChange>,
): ReadonlySet<FoundChange> {
  const all = new Set(changes);
  for (const change of all) for (const needed of needs.get(change) ?? []) all.add(needed);
  return all;
}

/** All changes but those, and but the ones that need them. */
export function allWithout(
  { changes, needs }: HostComparison,
  undone: ReadonlySet<FoundChange>,
): ReadonlySet<FoundChange> {
  const rest = new Set(changes.filter((change) => !undone.has(change)));
  for (let size = -1; size !== rest.size;) {
    size = rest.size;
    for (const change of rest)
      if (needs.get(change)?.some((needed) => !rest.has(needed))) rest.delete(change);
  }
  return rest;
}

/** A table without change is handed on as it is: rulesets of thousands of chains are usual. */
function tableWith(table: ComparedTable, taken: ReadonlySet<FoundChange>): readonly LoadedTable[] {
  const shown = table.after ?? table.before;
  if (shown === null) return [];
  const chains = table.chains.flatMap((chain) => chainWith(chain, taken));
  const made: Table = { ...shown.table, chains, sets: withChanges(table.sets, taken) };
  return [{ ...shown, table: made }];
}

function chainWith(
  { name, exists, policy, rules }: ComparedChain,
  taken: ReadonlySet<FoundChange>,
): readonly Chain[] {
  if (sideOf(exists, taken) === null && exists.change !== null) return [];
  const shown = sideOf(policy, taken) ?? policy.after ?? policy.before;
  if (shown === null) return [];
  const same = rules.every(({ change }) => change === null);
  if (same && policy.change === null) return [shown];
  // A chain of a table that was not loaded has the policy that lets all pass.
  const missing = policy.change !== null && sideOf(policy, taken) === null;
  return [{ ...shown, name, policy: missing ? 'ACCEPT' : shown.policy, rules: withChanges(rules, taken) }];
}

function networkWith(comparison: HostComparison, taken: ReadonlySet<FoundChange>): NetworkRecords {
  return {
    fibRules: withChanges(comparison.fibRules, taken).toSorted((a, b) => a.priority - b.priority),
    routes: withChanges(comparison.routes, taken),
    links: withChanges(comparison.links, taken),
    addresses: withChanges(comparison.addresses, taken),
    sysctls: withChanges(comparison.sysctls, taken),
    tableNames: (comparison.after.network ?? comparison.before.network)?.tableNames ?? [],
    neighbours: (comparison.after.network ?? comparison.before.network)?.neighbours ?? [],
  };
}

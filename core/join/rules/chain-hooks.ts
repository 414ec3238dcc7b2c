import { chainOfTable } from '../../model/chain-of-table.ts';
import { baseChainOf } from '../../kernel/chains/base-chains.ts';
import { callersOf } from '../../kernel/chains/callers.ts';
import type { Hook } from '../../model/journey.ts';
import type { Table } from '../../model/ruleset.ts';

/** The hooks from which packets can reach a chain of the table, through whatever calls. */
export function baseHooksOf(table: Table, chain: string): readonly Hook[] {
  const ofTable = known.get(table) ?? new Map<string, readonly Hook[]>();
  known.set(table, ofTable);
  const hooks = ofTable.get(chain) ?? findHooks(table, chain);
  ofTable.set(chain, hooks);
  return hooks;
}

function findHooks(table: Table, chain: string): readonly Hook[] {
  const hooks = new Set<Hook>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const own = chainOfTable(table, name);
    const base = own === undefined ? null : baseChainOf(table, own, 'nft');
    if (base !== null) hooks.add(base.hook);
    for (const caller of callersOf(table, name)) visit(caller.chain);
  };
  visit(chain);
  return [...hooks];
}

/** Asked for every line of a LOG rule. */
const known = new WeakMap<Table, Map<string, readonly Hook[]>>();

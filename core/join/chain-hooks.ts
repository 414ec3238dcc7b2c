import { chainOfTable } from '../model/chain-of-table.ts';
import { baseChainOf } from '../kernel/base-chains.ts';
import type { Hook } from '../model/journey.ts';
import type { Table } from '../model/ruleset.ts';

/** The hooks from which packets can reach a chain of the table, through whatever calls. */
export function baseHooksOf(table: Table, chain: string): readonly Hook[] {
  const hooks = new Set<Hook>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const own = chainOfTable(table, name);
    const base = own === undefined ? null : baseChainOf(table, own, 'nft');
    if (base !== null) hooks.add(base.hook);
    for (const caller of table.chains)
      if (caller.rules.some(({ target }) => target?.name === name)) visit(caller.name);
  };
  visit(chain);
  return [...hooks];
}

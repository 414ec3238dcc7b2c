import { chainOfTable } from '../model/chain-of-table.ts';
import type { BaseChain } from '../model/journey.ts';
import type { Ruleset, Table } from '../model/ruleset.ts';

/** The table of the host's rulesets that a chain stands in, of several dumps the last; null where there is none. */
export function tableOfChain(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
  host: string,
  { table: name, tableFamily, chain }: Pick<BaseChain, 'tableFamily' | 'table' | 'chain'>,
): Table | null {
  const tables = rulesets.flatMap((entry) => (entry.host === host ? entry.ruleset.tables : []));
  const found = tables.findLast(
    (table) =>
      table.name === name && table.family === tableFamily && chainOfTable(table, chain) !== undefined,
  );
  return found ?? null;
}

import { isInWordsOfNft } from '../../kernel/chains/loaded-tables.ts';
import type { Chain, Ruleset, Table } from '../../model/ruleset.ts';
import type { HostRuleset } from './choose-tables.ts';

/**
 * The rulesets with every table as complete as the bundle shows it, whatever the order of its files: listings of single
 * chains add up to one table, and what shows only a part of a table counts for nothing beside a dump of all of it.
 */
export function withWholeTables(rulesets: readonly HostRuleset[]): readonly HostRuleset[] {
  const dumps = new Map<string, Dump[]>();
  for (const { host, ruleset } of rulesets)
    for (const table of ruleset.tables) {
      const key = `${host}\0${isInWordsOfNft(ruleset.source) ? 'nft' : ''}\0${table.family}\0${table.name}`;
      const known = dumps.get(key);
      if (known === undefined) dumps.set(key, [{ ruleset, table }]);
      else known.push({ ruleset, table });
    }
  const instead = new Map<Table, Table | null>();
  for (const ofOne of dumps.values()) {
    const parts = ofOne.filter(({ table }) => table.covers === 'its-chains');
    if (ofOne.length < 2 || parts.length === 0) continue;
    const [first, ...others] = parts;
    const isShownWhole = parts.length < ofOne.length;
    if (first !== undefined) instead.set(first.table, isShownWhole ? null : summed(parts));
    for (const { table } of others) instead.set(table, null);
  }
  if (instead.size === 0) return rulesets;
  return rulesets.flatMap(({ host, ruleset }) => {
    const tables = ruleset.tables.flatMap((table) => {
      const replaced = instead.get(table);
      return replaced === undefined ? [table] : replaced === null ? [] : [replaced];
    });
    return tables.length === 0 ? [] : [{ host, ruleset: { ...ruleset, tables } }];
  });
}

interface Dump {
  readonly ruleset: Ruleset;
  readonly table: Table;
}

/** One table with the chains of all; of several dumps of one chain the later whole one counts. */
function summed(parts: readonly Dump[]): Table {
  const [first] = parts as readonly [Dump];
  const chains = new Map<string, Chain>();
  for (const { table } of parts)
    for (const chain of table.chains) {
      const known = chains.get(chain.name);
      if (known === undefined || known.cuts.length > 0 || chain.cuts.length === 0)
        chains.set(chain.name, chain);
    }
  const sets = parts.flatMap(({ table }) => table.sets);
  return { ...first.table, chains: [...chains.values()], sets: [...new Map(sets.map((set) => [set.name, set])).values()] }; // prettier-ignore
}

import { isInWordsOfNft, type LoadedTable } from '../../kernel/chains/loaded-tables.ts';
import type { Refusal } from '../../model/edit.ts';
import type { NftSet } from '../../model/ruleset.ts';
import type { TableFamily } from '../../model/table-family.ts';
import type { Configuration } from '../configuration.ts';
import { refuse } from '../typed-line.ts';

/** The table that nft means: its own, or one that iptables-nft keeps in nft and that the bundle has in iptables' words. */
export function nftTable({ tables }: Configuration, family: TableFamily, name: string): LoadedTable | null {
  const named = tables.filter(({ table }) => table.family === family && table.name === name);
  return (
    named.findLast(({ source }) => isInWordsOfNft(source)) ??
    named.findLast(({ backend }) => backend === 'nft') ??
    null
  );
}

export function findSet(
  state: Configuration,
  family: TableFamily,
  table: string,
  name: string,
): NftSet | Refusal {
  const found = nftTable(state, family, table)?.table.sets.find((set) => set.name === name);
  return found ?? refuse('Error: No such file or directory');
}

import type { Ruleset, Table } from '../../model/ruleset.ts';
import { builtInChain } from './base-chains.ts';

/** A table as one dump shows it. */
export interface LoadedTable {
  readonly source: Ruleset['source'];
  readonly backend: Ruleset['backend'];
  readonly covers: Ruleset['covers'];
  readonly table: Table;
}

/**
 * Names a table whatever dump shows it; nft's tables and those of iptables and ebtables have names of their own, and
 * iptables-legacy has others than iptables-nft.
 */
export function tableKey({ source, backend, table }: Omit<LoadedTable, 'covers'>): string {
  return `${isInWordsOfNft(source) ? 'nft' : `x ${backend}`} ${table.family} ${table.name}`;
}

/** Whether the dump is one of nft, not of iptables or ebtables. */
export function isInWordsOfNft(source: Ruleset['source']): boolean {
  return source === 'nft' || source === 'nft-json';
}

/** The tables of a host's rulesets, each once for each tool that shows it. Of several dumps the last one counts. */
export function shownTables(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
  host: string,
): readonly LoadedTable[] {
  const all = rulesets.flatMap(({ host: owner, ruleset: { source, backend, covers, tables } }) =>
    owner === host ? tables.map((table): LoadedTable => ({ source, backend, covers, table })) : [],
  );
  const known = new Set(all.map(tableKey));
  const shown = new Map<string, LoadedTable>();
  for (const loaded of all) shown.set(keyAmong(known, loaded), loaded);
  return [...shown.values()];
}

/** A dump that does not tell its backend is of the one that another dump shows. */
function keyAmong(known: ReadonlySet<string>, loaded: LoadedTable): string {
  const keys = (['legacy', 'nft'] as const).map((backend) => tableKey({ ...loaded, backend }));
  const other = loaded.backend === 'unknown' ? keys.find((key) => known.has(key)) : undefined;
  return other ?? tableKey(loaded);
}

/**
 * The tables that two tools show: iptables-nft and ebtables-nft keep theirs in nft, where they are called as those of
 * iptables-legacy are. By `FAMILY NAME`; each with its dump by nft and by iptables.
 */
export function tablesShownTwice(
  tables: readonly LoadedTable[],
): ReadonlyMap<string, { readonly nft: LoadedTable; readonly iptables: LoadedTable }> {
  const twice = new Map<string, { nft: LoadedTable; iptables: LoadedTable }>();
  for (const nft of tables) {
    if (!isInWordsOfNft(nft.source) || !mayBeOfIptables(nft.table)) continue;
    const iptables = tables.find(
      ({ source, backend, table }) =>
        !isInWordsOfNft(source) &&
        backend !== 'legacy' &&
        table.family === nft.table.family &&
        table.name === nft.table.name,
    );
    if (iptables !== undefined) twice.set(`${nft.table.family} ${nft.table.name}`, { nft, iptables });
  }
  return twice;
}

/** Each table once: of one that two tools show, what iptables shows. */
export function loadedTables(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
  host: string,
): readonly LoadedTable[] {
  return eachTableOnce(shownTables(rulesets, host));
}

/** Of a table that two tools show, what iptables shows. */
export function eachTableOnce(shown: readonly LoadedTable[]): readonly LoadedTable[] {
  const doubles = new Set(Array.from(tablesShownTwice(shown).values(), ({ nft }) => nft));
  return shown.filter((table) => !doubles.has(table));
}

/** iptables-nft hangs chains of iptables' own names where iptables-legacy does. */
function mayBeOfIptables({ family, name, chains }: Table): boolean {
  return chains.every(({ name: chain, base }) => {
    if (base === null) return true;
    const own = builtInChain(family, name, chain, 'nft');
    return own !== null && own.hook === base.hook && own.priority === base.priority;
  });
}

import { isInWordsOfNft, type LoadedTable, tableKey } from '../kernel/chains/loaded-tables.ts';
import type { HostState } from '../kernel/host-state.ts';
import type { DiffNote } from '../model/diff.ts';
import type { NftSet, Table } from '../model/ruleset.ts';
import type { TableFamily } from '../model/table-family.ts';
import { noteNeeds } from './chain-needs.ts';
import { changesOfChain, compareChains, type ComparedChain, sameChain } from './compare-chains.ts';
import { compareNftSets } from './compare-nft-sets.ts';
import type { FoundChange, Script } from './script.ts';
import { tableWords } from './table-words.ts';

export interface ComparedTable {
  readonly family: TableFamily;
  readonly name: string;
  /** In the words of nft, not of iptables or ebtables. */
  readonly ofNft: 'yes' | 'no';
  readonly before: LoadedTable | null;
  readonly after: LoadedTable | null;
  readonly chains: readonly ComparedChain[];
  readonly sets: Script<NftSet>;
}

/** What of two rulesets differs. */
export interface TableComparison {
  readonly tables: readonly ComparedTable[];
  readonly changes: readonly FoundChange[];
  /** Whether a change can be made only together with others: a jump needs its chain. */
  readonly needs: ReadonlyMap<FoundChange, readonly FoundChange[]>;
  /**
   * The content that a rule of the later ruleset had before it changed, by `ruleKey`: to packets both are one rule.
   */
  readonly formerly: ReadonlyMap<string, string>;
  readonly notes: readonly DiffNote[];
}

/** Compares the tables that both bundles show; a table that was not dumped did not change. */
export function compareTables(host: string, before: HostState, after: HostState): TableComparison {
  const tables: ComparedTable[] = [];
  const changes: FoundChange[] = [];
  const needs = new Map<FoundChange, FoundChange[]>();
  const formerly = new Map<string, string>();
  const notes: DiffNote[] = [];
  for (const [old, now] of pairTables(before.tables, after.tables)) {
    const shown = (now ?? old) as LoadedTable;
    const { family, name } = shown.table;
    const words = tableWords(shown);
    const compared = {
      family,
      name,
      ofNft: isInWordsOfNft(shown.source) ? 'yes' : 'no',
      before: old,
      after: now,
    } as const;
    const unseen = unseenSide(old, now, before, after);
    if (unseen !== null) {
      notes.push({ kind: 'table-of-one-capture', table: words, side: unseen });
      tables.push({ ...compared, chains: sameChains(shown.table), sets: sameSets(shown.table) });
      continue;
    }
    if (old !== null && now !== null && old.source !== now.source)
      notes.push({ kind: 'listing-and-dump', table: words });
    const [was, is] = [old?.table ?? null, now?.table ?? null];
    const chains = compareChains(host, shown, was, is, formerly);
    const sets = compareNftSets(host, words, setsSeen(was, is), setsSeen(is, was));
    noteNeeds(chains, sets, needs);
    const ofSets = sets.flatMap(({ change }) => (change === null ? [] : [change]));
    changes.push(...chains.flatMap(changesOfChain), ...ofSets);
    tables.push({ ...compared, chains, sets });
  }
  return { tables, changes, needs, formerly, notes };
}

function pairTables(
  before: readonly LoadedTable[],
  after: readonly LoadedTable[],
): readonly (readonly [LoadedTable | null, LoadedTable | null])[] {
  const later = new Map(after.map((table) => [tableKey(table), table]));
  const earlier = new Set(before.map(tableKey));
  return [
    ...before.map((table) => [table, later.get(tableKey(table)) ?? null] as const),
    ...after.filter((table) => !earlier.has(tableKey(table))).map((table) => [null, table] as const),
  ];
}

/**
 * Which capture alone shows the table, where the other one does not prove that it had none: `iptables-save` prints all
 * tables of its family that are loaded, `nft list ruleset` all that there are.
 */
function unseenSide(
  old: LoadedTable | null,
  now: LoadedTable | null,
  before: HostState,
  after: HostState,
): 'before' | 'after' | null {
  if (old !== null && now !== null) return null;
  const other = (old === null ? before : after).tables;
  const { source, table: own } = (old ?? now) as LoadedTable;
  const proves = other.some((each) =>
    isInWordsOfNft(source)
      ? isInWordsOfNft(each.source) && each.covers === 'every-table'
      : each.covers === 'every-table' &&
        each.table.family === own.family &&
        (each.source === 'iptables-save' || each.source === 'ebtables-save'),
  );
  return proves ? null : old === null ? 'after' : 'before';
}

function sameChains({ chains }: Table): readonly ComparedChain[] {
  return chains.map(sameChain);
}

/** The sets of a table but for those that the other side's dump of a part may have left out. */
function setsSeen(table: Table | null, other: Table | null): readonly NftSet[] {
  const sets = table?.sets ?? [];
  if (other?.covers !== 'its-chains') return sets;
  return sets.filter(({ name }) => other.sets.some((set) => set.name === name));
}

function sameSets({ sets }: Table): Script<NftSet> {
  return sets.map((set) => ({ before: set, after: set, change: null }));
}

import { type LoadedTable, tableKey, tablesShownTwice } from '../kernel/chains/loaded-tables.ts';
import type { HostState } from '../kernel/host-state.ts';

/**
 * The two states with every table in the words of one tool: where iptables-nft's tables are shown by nft too, what
 * iptables shows counts, unless only nft shows them at both times.
 */
export function inTheSameWords(before: HostState, after: HostState): readonly [HostState, HostState] {
  const left = new Set<string>();
  const isShown = ({ tables }: HostState, like: LoadedTable): boolean =>
    tables.some((table) => tableKey(table) === tableKey(like));
  for (const state of [before, after])
    for (const { nft, iptables } of tablesShownTwice(state.tables).values()) {
      const inBoth = (like: LoadedTable): boolean => isShown(before, like) && isShown(after, like);
      left.add(tableKey(!inBoth(iptables) && inBoth(nft) ? iptables : nft));
    }
  const without = (state: HostState): HostState => ({
    ...state,
    tables: state.tables.filter((table) => !left.has(tableKey(table))),
  });
  return [without(before), without(after)];
}

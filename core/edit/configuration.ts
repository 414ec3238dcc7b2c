import type { HostState } from '../kernel/host-state.ts';
import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import type { NetworkRecords } from '../model/network.ts';
import type { ConntrackEntry } from '../model/conntrack.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';

/** All of a host that changes can be made to. Every table is there once. */
export interface Configuration extends HostState {
  readonly conntrack: readonly ConntrackEntry[];
}

/** The configuration with another version of one table; null takes the table away. */
export function withTable(state: Configuration, old: LoadedTable, table: Table | null): Configuration {
  return {
    ...state,
    tables: state.tables.flatMap((each) =>
      each !== old ? [each] : table === null ? [] : [{ ...old, table }],
    ),
  };
}

/** The table with another version of one chain; null takes the chain away. */
export function withChain(table: Table, name: string, chain: Chain | null): Table {
  return {
    ...table,
    chains: table.chains.flatMap((each) => (each.name !== name ? [each] : chain === null ? [] : [chain])),
  };
}

/** The chain with other rules, numbered by their places; in a chain that was cut, numbers stay unknown. */
export function withRules(chain: Chain, rules: readonly Rule[]): Chain {
  const isCounted = chain.cuts.length === 0;
  return {
    ...chain,
    rules: rules.map((rule, index) => {
      const number = isCounted ? index + 1 : null;
      if (rule.number === number) return rule;
      const { handle, text, spec, counter, at } = rule;
      return { number, handle, text, spec, counter, at };
    }),
  };
}

export function withNetwork(state: Configuration, part: Partial<NetworkRecords>): Configuration {
  const none = {
    fibRules: [],
    routes: [],
    links: [],
    addresses: [],
    tableNames: [],
    sysctls: [],
    neighbours: [],
  };
  return { ...state, network: { ...none, ...state.network, ...part } };
}

import type { ConfigurationPair, SimulatedBundle, Table } from '../../core/index.ts';

type Rule = Table['chains'][number]['rules'][number];

/** A bundle as another worker can have it: rules that are read when somebody asks for their words are read now. */
export function plainBundle({ rulesets, hostRecords }: SimulatedBundle): SimulatedBundle {
  return {
    hostRecords,
    rulesets: rulesets.map((each) => ({
      ...each,
      ruleset: { ...each.ruleset, tables: each.ruleset.tables.map(plainTable) },
    })),
  };
}

/** The same for configurations that are compared. */
export function plainPair({ host, before, after }: ConfigurationPair): ConfigurationPair {
  const plain = (state: ConfigurationPair['before']): ConfigurationPair['before'] => ({
    ...state,
    tables: state.tables.map((each) => ({ ...each, table: plainTable(each.table) })),
  });
  return { host, before: plain(before), after: plain(after) };
}

function plainTable(table: Table): Table {
  return { ...table, chains: table.chains.map((chain) => ({ ...chain, rules: chain.rules.map(plainRule) })) };
}

function plainRule({ number, handle, text, spec, counter, at }: Rule): Rule {
  const { dialect, conditions, statements } = spec;
  return { number, handle, text, spec: { dialect, conditions, statements }, counter, at };
}

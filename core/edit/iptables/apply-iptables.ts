import { chainsCalledBy } from '../chains-called-by.ts';
import type { LoadedTable } from '../../kernel/chains/loaded-tables.ts';
import type { IptablesEdit, NewRule, Refusal } from '../../model/edit.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import { type Configuration, withChain, withRules, withTable } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { isRefusal, refuse } from '../typed-line.ts';
import { asKernelHasIt } from './as-kernel-has-it.ts';
import { builtInChains, freshTable, tableFor } from './iptables-tables.ts';
import { wrongCalls } from './wrong-calls.ts';

/** What iptables does with its command; refused in its words, those of iptables-legacy 1.8. */
export function applyIptables(
  state: Configuration,
  edit: IptablesEdit,
  command: TypedCommand,
): Configuration | Refusal {
  const found = tableFor(state, edit);
  if (found !== null && isRefusal(found)) return { ...found, at: placeOf(command, edit.table) };
  const loaded = found ?? freshTable(state, edit);
  const with_ = found === null ? { ...state, tables: [...state.tables, loaded] } : state;
  const table = changedTable(loaded, edit, command);
  return isRefusal(table) ? table : withTable(with_, loaded, table);
}

function changedTable(
  { table }: LoadedTable,
  { does, table: tableName }: IptablesEdit,
  command: TypedCommand,
): Table | Refusal {
  const { tool } = command;
  const says = (words: string, word: string): Refusal => refuse(`${tool}: ${words}`, placeOf(command, word));
  const none = (name: string): Refusal => says('No chain/target/match by that name.', name);
  const isBuiltIn = (name: string): boolean => builtInChains[tableName]?.includes(name) === true;
  const chain = table.chains.find(({ name }) => name === does.chain);
  switch (does.op) {
    case 'new-chain':
      if (chain !== undefined || isBuiltIn(does.chain)) return says('Chain already exists.', does.chain);
      return { ...table, chains: [...table.chains, { name: does.chain, base: null, policy: null, policyCounter: null, rules: [], cuts: [], at: command.at }] }; // prettier-ignore
    case 'flush':
      if (does.chain === null)
        return { ...table, chains: table.chains.map((each) => ({ ...each, rules: [], cuts: [] })) };
      return chain === undefined
        ? none(does.chain)
        : withChain(table, chain.name, { ...chain, rules: [], cuts: [] });
    case 'delete-chain': {
      const doomed = does.chain === null ? table.chains.filter(({ name }) => !isBuiltIn(name)) : chain === undefined ? null : [chain]; // prettier-ignore
      if (doomed === null) return none(does.chain ?? '');
      for (const each of doomed) {
        if (isBuiltIn(each.name))
          return says("Invalid argument. Run `dmesg' for more information.", each.name);
        const isCalled = table.chains.some(({ rules }) =>
          rules.some((rule) => chainsCalledBy(rule).includes(each.name)),
        );
        if (isCalled) return says('Too many links.', each.name);
        if (each.rules.length > 0) return says('Directory not empty.', each.name);
      }
      return { ...table, chains: table.chains.filter((each) => !doomed.includes(each)) };
    }
    case 'rename-chain':
      if (chain === undefined) return none(does.chain);
      if (isBuiltIn(does.chain)) return none(does.chain);
      if (table.chains.some(({ name }) => name === does.to)) return says('File exists.', does.to);
      return renamed(table, does.chain, does.to);
    case 'policy':
      if (chain === undefined || !isBuiltIn(does.chain)) return says('Bad built-in chain name.', does.chain);
      if (tableName === 'nat' && does.policy === 'DROP') return says('The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.', 'DROP'); // prettier-ignore
      return withChain(table, chain.name, { ...chain, policy: does.policy });
    default:
      if (chain === undefined) return none(does.chain);
  }
  const { rules } = chain;
  const isCut = chain.cuts.length > 0 || chain.rules.some(({ number }) => number === null);
  const uncounted = (): Refusal => refuse({ kind: 'rules-not-shown', table: tableName, chain: chain.name }, placeOf(command, chain.name)); // prettier-ignore
  const made = (next: readonly Rule[]): Table | Refusal => {
    const changed = withChain(table, chain.name, withRules(chain, next));
    const wrong = wrongCalls(changed);
    return wrong === null ? changed : says(wrong, chain.name);
  };
  const rule = (of: NewRule): Rule => ({ number: null, handle: null, counter: null, at: command.at, ...of });
  switch (does.op) {
    case 'append':
      return made([...rules, ...[does.rule, ...does.others].map(rule)]);
    case 'insert':
      if (isCut && does.number > 1) return uncounted();
      if (does.number > rules.length + 1) return says('Index of insertion too big.', String(does.number));
      // Each is put in at the same number, so the last one stands first.
      return made(rules.toSpliced(does.number - 1, 0, ...[does.rule, ...does.others].reverse().map(rule)));
    case 'replace':
      if (isCut) return uncounted();
      if (does.number > rules.length) return says('Index of replacement too big.', String(does.number));
      return made(rules.with(does.number - 1, rule(does.rule)));
    case 'delete': {
      if (typeof does.which === 'number') {
        if (isCut) return uncounted();
        if (does.which > rules.length) return says('Index of deletion too big.', String(does.which));
        return made(rules.toSpliced(does.which - 1, 1));
      }
      let left = rules;
      for (const which of [does.which, ...does.others]) {
        const content = asKernelHasIt(rule(which));
        const index = left.findIndex((each) => asKernelHasIt(each) === content);
        if (index < 0) return says('Bad rule (does a matching rule exist in that chain?).', chain.name);
        left = left.toSpliced(index, 1);
      }
      return made(left);
    }
  }
}

function renamed(table: Table, from: string, to: string): Table {
  const target = (rule: Rule): Rule => {
    if (!chainsCalledBy(rule).includes(from)) return rule;
    const statements = rule.spec.statements.map((statement) =>
      (statement.kind === 'jump' || statement.kind === 'goto') && statement.chain === from
        ? { ...statement, chain: to }
        : statement,
    );
    const { number, handle, text, spec, counter, at } = rule;
    return {
      number,
      handle,
      counter,
      at,
      text: text.replace(/(-[jg]) \S+$/, (_, how: string) => `${how} ${to}`),
      spec: { dialect: spec.dialect, conditions: spec.conditions, statements },
    };
  };
  return {
    ...table,
    chains: table.chains.map((chain): Chain => ({
      ...chain,
      name: chain.name === from ? to : chain.name,
      rules: chain.rules.map(target),
    })),
  };
}

/** Where a word stands in the command. */
function placeOf({ text }: TypedCommand, word: string): { start: number; length: number } | null {
  const found = text.split(/(\s+)/);
  let start = 0;
  for (const each of found) {
    if (each === word) return { start, length: word.length };
    start += each.length;
  }
  return null;
}

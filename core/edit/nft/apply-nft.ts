import type { LoadedTable } from '../../kernel/chains/loaded-tables.ts';
import type { NftEdit, NewRule, Refusal, RuleAt } from '../../model/edit.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { TableFamily } from '../../model/table-family.ts';
import { chainsCalledBy } from '../chains-called-by.ts';
import { type Configuration, withChain, withRules, withTable } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { isRefusal, refuse } from '../typed-line.ts';
import { setsOf } from './apply-sets.ts';
import { NftLine } from './nft-line.ts';
import { nftTable } from './nft-tables.ts';

/** What the kernel does with a command of nft; refused in nft's words. */
export function applyNft(
  state: Configuration,
  edit: NftEdit,
  command: TypedCommand,
): Configuration | Refusal {
  const { does, family, table: name } = edit;
  if (does.op === 'flush-ruleset')
    return {
      ...state,
      tables: state.tables.filter(
        ({ backend, source }) => backend !== 'nft' && source !== 'nft' && source !== 'nft-json',
      ),
    };
  const loaded = nftTable(state, family, name);
  if (does.op === 'create-table' && loaded !== null) return failed(command, name, 'File exists');
  if (does.op === 'add-table' || does.op === 'create-table') {
    if (loaded !== null) return state;
    const table: Table = { family, name, covers: 'every-chain', chains: [], sets: [], at: command.at };
    return {
      ...state,
      tables: [...state.tables, { source: 'nft', backend: 'nft', covers: 'every-table', table }],
    };
  }
  if (loaded === null)
    return does.op === 'delete-table' || does.op === 'flush-table'
      ? failed(command, name, 'No such file or directory')
      : refuse('Error: No such file or directory', new NftLine(command.text).find(name));
  const changed = changedTable(loaded, does, command);
  return changed !== null && isRefusal(changed) ? changed : withTable(state, loaded, changed);
}

function changedTable(
  { table }: LoadedTable,
  does: NftEdit['does'],
  command: TypedCommand,
): Table | null | Refusal {
  switch (does.op) {
    case 'delete-table':
      return null;
    case 'flush-table':
      return { ...table, chains: table.chains.map((chain) => ({ ...chain, rules: [], cuts: [] })) };
    case 'flush-ruleset':
    case 'add-table':
    case 'create-table':
      return table;
    case 'add-set':
    case 'delete-set':
    case 'flush-set':
    case 'add-elements':
    case 'create-elements':
    case 'delete-elements':
      return setsOf(table, does, command);
    case 'add-chain':
    case 'create-chain':
      return withNewChain(table, does, command);
    default:
  }
  const chain = table.chains.find(({ name }) => name === does.chain);
  const isCommandOnChain =
    does.op === 'delete-chain' || does.op === 'flush-chain' || does.op === 'rename-chain';
  if (chain === undefined)
    return isCommandOnChain
      ? failed(command, does.chain, 'No such file or directory')
      : refuse('Error: No such file or directory', new NftLine(command.text).find(does.chain));
  switch (does.op) {
    case 'flush-chain':
      return withChain(table, chain.name, { ...chain, rules: [], cuts: [] });
    case 'delete-chain': {
      const isCalled = table.chains.some(({ rules }) =>
        rules.some((rule) => chainsCalledBy(rule).includes(chain.name)),
      );
      return isCalled
        ? failed(command, chain.name, 'Device or resource busy')
        : withChain(table, chain.name, null);
    }
    case 'rename-chain':
      if (table.chains.some(({ name }) => name === does.to)) return failed(command, does.to, 'File exists');
      return withChain(table, chain.name, { ...chain, name: does.to });
    default:
      return withRule(table, chain, does, command);
  }
}

type RuleEdit = Extract<NftEdit['does'], { op: 'add' | 'insert' | 'replace' | 'delete' }>;

function withRule(table: Table, chain: Chain, does: RuleEdit, command: TypedCommand): Table | Refusal {
  const { rules } = chain;
  const index = does.at === null ? null : indexOf(rules, does.at, command);
  if (index !== null && typeof index !== 'number') return index;
  const made = (next: readonly Rule[]): Table => withChain(table, chain.name, withRules(chain, next));
  if (does.op === 'delete') return made(rules.toSpliced(index ?? 0, 1));
  const wrong = unknownNames(table, chain, does.rule, command);
  if (wrong !== null) return wrong;
  const rule: Rule = {
    number: null,
    // The kernel counts handles over all objects of the table that there ever were.
    handle: null,
    counter: null,
    at: command.at,
    ...does.rule,
  };
  if (does.op === 'replace') return made(rules.with(index ?? 0, rule));
  if (does.op === 'insert') return made(rules.toSpliced(index ?? 0, 0, rule));
  return made(rules.toSpliced(index === null ? rules.length : index + 1, 0, rule));
}

/** Chains and sets that a rule asks for must be there; and no chain may lead to itself. */
function unknownNames(table: Table, chain: Chain, { spec }: NewRule, command: TypedCommand): Refusal | null {
  const line = new NftLine(command.text);
  const byName = new Map(table.chains.map((each) => [each.name, each]));
  const called = chainsCalledBy({
    number: null,
    handle: null,
    text: '',
    spec,
    counter: null,
    at: command.at,
  });
  for (const name of called)
    if (!byName.has(name)) return refuse('Error: No such file or directory', line.find(name));
  for (const condition of spec.conditions)
    if (condition.kind === 'lookup' && condition.set.kind === 'named') {
      const { name } = condition.set;
      if (!table.sets.some((set) => set.name === name))
        return refuse('Error: No such file or directory', line.find(`@${name}`));
    }
  const seen = new Set<string>();
  const open = [...called];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === chain.name) return failed(command, next, 'Too many levels of symbolic links');
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(byName.get(next)?.rules.flatMap(chainsCalledBy) ?? []));
  }
  return null;
}

function indexOf(rules: readonly Rule[], { by, value }: RuleAt, command: TypedCommand): number | Refusal {
  // nft points at both words of a position, and at a handle's number alone.
  const place = [`position ${value}`, String(value)].find((words) => command.text.includes(words));
  const missing = (): Refusal => failed(command, place ?? '', 'No such file or directory');
  if (by === 'index') return value < rules.length ? value : missing();
  if (rules.length > 0 && rules.every(({ handle }) => handle === null))
    return refuse({ kind: 'no-handles' }, new NftLine(command.text).find(String(value)));
  const index = rules.findIndex(({ handle }) => handle === value);
  return index < 0 ? missing() : index;
}

function withNewChain(
  table: Table,
  does: Extract<NftEdit['does'], { op: 'add-chain' | 'create-chain' }>,
  command: TypedCommand,
): Table | Refusal {
  const known = table.chains.find(({ name }) => name === does.chain);
  if (does.policy !== null && does.base === null && (known?.base ?? null) === null)
    return failed(command, does.chain, 'Operation not supported');
  if (does.base !== null && !hooksOf(table.family).has(does.base.hook))
    return refuse(`Error: The ${table.family} family does not support this hook`, new NftLine(command.text).find(does.base.hook)); // prettier-ignore
  if (known !== undefined) {
    if (does.op === 'create-chain') return failed(command, does.chain, 'File exists');
    if (
      does.base !== null &&
      (known.base === null ||
        known.base.hook !== does.base.hook ||
        known.base.priority !== does.base.priority)
    )
      return failed(command, does.chain, 'File exists');
    return does.policy === null ? table : withChain(table, known.name, { ...known, policy: does.policy });
  }
  const chain: Chain = {
    name: does.chain,
    base: does.base,
    policy: does.base === null ? null : (does.policy ?? 'ACCEPT'),
    policyCounter: null,
    rules: [],
    cuts: [],
    at: command.at,
  };
  return { ...table, chains: [...table.chains, chain] };
}

/** nf_tables has other hooks for devices, and for arp. */
function hooksOf(family: TableFamily): ReadonlySet<string> {
  if (family === 'netdev') return new Set(['ingress', 'egress']);
  if (family === 'arp') return new Set(['input', 'output']);
  const ofIp = ['prerouting', 'input', 'forward', 'output', 'postrouting'];
  return new Set(family === 'inet' ? [...ofIp, 'ingress'] : ofIp);
}

function failed({ text }: TypedCommand, word: string, why: string): Refusal {
  return refuse(`Error: Could not process rule: ${why}`, new NftLine(text).find(word));
}

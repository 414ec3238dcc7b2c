import { isChangingVerb } from '../../dialects/nft/changing-verbs.ts';
import { isTableFamily } from '../../dialects/nft/table-family.ts';
import { readNftRule } from '../../dialects/nft/nft-rule.ts';
import { nftWords, unquoted } from '../../dialects/nft/words.ts';
import { wrongNftValue } from './wrong-nft-value.ts';
import type { NftEdit, NewRule, Refusal, RuleAt } from '../../model/edit.ts';
import type { NftSet, Table } from '../../model/ruleset.ts';
import type { TableFamily } from '../../model/table-family.ts';
import type { Configuration } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { refuse } from '../typed-line.ts';
import { NftLine } from './nft-line.ts';
import { findSet } from './nft-tables.ts';

/**
 * A command of nft(8), `nft` in front or not:
 *
 *   insert rule inet filter forward position 12 ip daddr 10.2.0.2 tcp dport 81 accept
 *   delete rule inet filter forward handle 8        add element inet filter allowed { 10.2.0.2 . 81 }
 *   add chain inet filter forward { type filter hook forward priority 0; policy accept; }
 */
export function readNft(command: TypedCommand, state: Configuration): NftEdit | Refusal {
  const line = new NftLine(command.text);
  if (line.isBroken) return refuse('Error: syntax error, unexpected end of file', line.end);
  line.skip('sudo');
  line.skip('nft');
  while (line.peek()?.startsWith('-')) line.take();
  const verb = line.take();
  if (verb !== null && onlyAsks.has(verb)) return refuse({ kind: 'changes-nothing' }, line.at(0));
  const what = line.take();
  if (verb === null || what === null)
    return refuse('Error: syntax error, unexpected newline, expecting string', line.end);
  const family = isTableFamily(line.peek() ?? '') ? (line.take() as TableFamily) : 'ip';
  if (verb === 'flush' && what === 'ruleset')
    return { kind: 'nft', family, table: '', does: { op: 'flush-ruleset' } };
  const reader = readers[what];
  if (reader === undefined || !isChangingVerb(verb)) return refuse(`Error: syntax error, unexpected ${reader === undefined ? what : verb}`, reader === undefined ? line.at(1) : line.at(0)); // prettier-ignore
  const table = line.take();
  if (table === null) return refuse('Error: syntax error, unexpected newline', line.end);
  const does = reader({ verb, family, table: unquoted(table), line, command, state });
  if (does === null) return refuse(`Error: syntax error, unexpected ${line.peek() ?? 'newline'}`, line.here);
  return 'refused' in does ? does : { kind: 'nft', family, table: unquoted(table), does };
}

const onlyAsks: ReadonlySet<string> = new Set(['list', 'get', 'reset', 'monitor', 'describe']);

interface Reading {
  readonly verb: string;
  readonly family: TableFamily;
  readonly table: string;
  readonly line: NftLine;
  readonly command: TypedCommand;
  readonly state: Configuration;
}

type Read = (reading: Reading) => NftEdit['does'] | Refusal | null;

/** By the object that the command names. Null: a syntax error at the word that comes next. */
const readers: Readonly<Record<string, Read>> = {
  table: ({ verb, line }) => {
    if (line.rest() !== '' && line.rest().replace(/\s/g, '') !== '{}') return null;
    if (verb === 'flush') return { op: 'flush-table' };
    if (verb === 'add') return { op: 'add-table' };
    if (verb === 'create') return { op: 'create-table' };
    return verb === 'delete' || verb === 'destroy' ? { op: 'delete-table' } : null;
  },
  chain: (reading) => {
    const { verb, line } = reading;
    const chain = line.take();
    if (chain === null) return null;
    if (verb === 'delete' || verb === 'destroy') return { op: 'delete-chain', chain: unquoted(chain) };
    if (verb === 'flush') return { op: 'flush-chain', chain: unquoted(chain) };
    if (verb === 'rename') {
      const to = line.take();
      return to === null ? null : { op: 'rename-chain', chain: unquoted(chain), to: unquoted(to) };
    }
    return verb === 'add' || verb === 'create' ? newChain(reading, unquoted(chain)) : null;
  },
  rule: (reading) => {
    const { verb, line } = reading;
    const chain = line.take();
    if (chain === null) return null;
    const at = placeOf(line);
    if (at !== null && 'refused' in at) return at;
    if (verb === 'delete' || verb === 'destroy')
      return at === null || line.peek() !== null ? null : { op: 'delete', chain: unquoted(chain), at };
    const rule = newRule(reading);
    if (rule === null || 'refused' in rule) return rule;
    if (verb === 'replace') return at === null ? null : { op: 'replace', chain: unquoted(chain), at, rule };
    return verb === 'add' || verb === 'insert' ? { op: verb, chain: unquoted(chain), at, rule } : null;
  },
  element: elements,
  set: (reading) => setEdit('set', reading),
  map: (reading) => setEdit('map', reading),
};

/** `handle 8`, `position 8`, `index 3`; null where the command names no rule. */
function placeOf(line: NftLine): RuleAt | null | Refusal {
  const word = line.peek();
  if (word !== 'handle' && word !== 'position' && word !== 'index') return null;
  line.take();
  const value = line.peek() ?? '';
  if (!/^\d+$/.test(value))
    return refuse(`Error: syntax error, unexpected ${value || 'newline'}, expecting number`, line.here);
  line.take();
  return { by: word === 'index' ? 'index' : 'handle', value: Number(value) };
}

function newRule({ family, line }: Pick<Reading, 'family' | 'line'>): NewRule | Refusal | null {
  const text = line.rest();
  if (text === '') return null;
  const read = readNftRule(text, family);
  if (read === null) return refuse('Error: syntax error, unexpected end of file', line.end);
  const [strange] = read.unknown;
  if (strange !== undefined) {
    const [first = strange] = nftWords(strange) ?? [];
    return refuse(`Error: syntax error, unexpected ${first}`, line.find(first));
  }
  return wrongNftValue(read.spec.conditions, line) ?? { text, spec: read.spec };
}

function newChain(
  { verb, family, table, line, command }: Reading,
  name: string,
): NftEdit['does'] | Refusal | null {
  const body = line.rest();
  const op = verb === 'create' ? 'create-chain' : 'add-chain';
  if (body === '') return { op, chain: name, base: null, policy: null };
  const [, policyAlone] = /^\{\s*policy\s+(accept|drop)\s*(?:;\s*)?\}$/.exec(body) ?? [];
  if (policyAlone !== undefined)
    return { op, chain: name, base: null, policy: policyAlone === 'drop' ? 'DROP' : 'ACCEPT' };
  const made = printedTable(command, family, table, `chain c ${body}`);
  const [chain] = made?.chains ?? [];
  if (chain === undefined || chain.base === null || chain.rules.length > 0)
    return refuse('Error: syntax error, unexpected string', line.here);
  return { op, chain: name, base: chain.base, policy: chain.policy };
}

function setEdit(
  kind: NftSet['kind'],
  { verb, family, table, line, command }: Reading,
): NftEdit['does'] | Refusal | null {
  const name = line.take();
  if (name === null) return null;
  if (verb === 'delete' || verb === 'destroy') return { op: 'delete-set', set: unquoted(name) };
  if (verb === 'flush') return { op: 'flush-set', set: unquoted(name) };
  if (verb !== 'add' && verb !== 'create') return null;
  const made = printedTable(command, family, table, `${kind} ${name} ${line.rest()}`);
  const [set] = made?.sets ?? [];
  if (set === undefined || set.keyTypes.length === 0)
    return refuse('Error: set definition does not specify key', line.here);
  return { op: 'add-set', set };
}

/** Elements are typed as their set is, which the table must have. */
function elements({ verb, family, table, line, command, state }: Reading): NftEdit['does'] | Refusal | null {
  const place = line.here;
  const name = line.take();
  if (name === null) return null;
  const body = line.rest();
  if (!body.startsWith('{')) return null;
  const set = findSet(state, family, table, unquoted(name));
  if ('refused' in set) return { ...set, at: place };
  const { kind, keyTypes, valueType } = set;
  const type = `type ${keyTypes.join(' . ')}${valueType === null ? '' : ` : ${valueType}`}`;
  const flags = set.flags.length === 0 ? '' : `flags ${set.flags.join(',')};`;
  const made = printedTable(command, family, table, `${kind} s { ${type}; ${flags} elements = ${body} }`);
  const [typed] = made?.sets ?? [];
  if (typed === undefined || typed.elements.length === 0)
    return refuse("Error: syntax error, unexpected '}'", line.end);
  const strange = typed.elements.find(isStrange);
  if (strange !== undefined) return refuse(`Error: Could not resolve hostname: ${strange.key.join(' . ')}`, line.find(strange.key[0] ?? '')); // prettier-ignore
  const op = verb === 'add' ? 'add-elements' : verb === 'create' ? 'create-elements' : 'delete-elements';
  return ['add', 'create', 'delete', 'destroy'].includes(verb)
    ? { op, set: unquoted(name), elements: typed.elements }
    : null;
}

function isStrange({ parts }: NftSet['elements'][number]): boolean {
  return parts.length === 0 || parts.some(({ kind }) => kind === 'word');
}

/** What nft would print of a table with one such object, read as its listings are. */
function printedTable(
  { readRecords, at }: TypedCommand,
  family: TableFamily,
  table: string,
  object: string,
): Table | null {
  const records = readRecords('nft-ruleset', `table ${family} ${table} { ${object} }`, at);
  return records.kind === 'rulesets' ? (records.items[0]?.tables[0] ?? null) : null;
}

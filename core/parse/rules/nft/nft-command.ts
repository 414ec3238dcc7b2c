import type { LineRef } from '../../../model/evidence.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { isChangingVerb } from '../../../dialects/nft/changing-verbs.ts';
import { isTableFamily } from '../../../dialects/nft/table-family.ts';
import { nftWords, unquoted } from '../../../dialects/nft/words.ts';
import type { BlockHeader, NftRulesets } from './rulesets.ts';
import type { NftVariables } from './nft-variables.ts';

/** What a command outside of all blocks asks for: the words after its verb and the object's kind. */
interface NamedObject {
  readonly verb: string;
  readonly family: TableFamily;
  /** The table's name, that of what lies in it, and all else. */
  readonly words: readonly string[];
  readonly at: LineRef;
}

/** What a rule of a command becomes once its chain is open; null where it goes to the end of the chain. */
export type AddRule = (text: string, at: LineRef, handle: number | null, index: number | null) => void;

/**
 * Does what a command of nft(8) says that stands outside of all blocks, in a file for `nft -f` or typed:
 *
 *   add rule inet fw input tcp dport 22 accept        insert rule inet fw input index 3 drop
 *   flush ruleset     delete table ip old     define LAN = eth1     add element inet fw allowed { 10.0.0.1 }
 *
 * False for what is no command.
 */
export function nftCommand(
  text: string,
  at: LineRef,
  rulesets: NftRulesets,
  variables: NftVariables,
  addRule: AddRule,
): boolean {
  const [, name, value] = /^(?:re)?define\s+(\w+)\s*=\s*(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) {
    variables.set(name, value.trim());
    return true;
  }
  const words = nftWords(text) ?? [];
  const [first = '', second = ''] = words;
  if (first === 'undefine') variables.unset(second);
  else if (first === 'include') rulesets.goesOnElsewhere(at);
  else if (first === 'flush' && second === 'ruleset') rulesets.empty();
  else if (first === 'table')
    return commands['table']?.(named('add', words.slice(1), at), rulesets, addRule) === true;
  else
    return (
      isChangingVerb(first) &&
      commands[second]?.(named(first, words.slice(2), at), rulesets, addRule) === true
    );
  return true;
}

/** What `add chain inet fw input` makes, before its brace; null for any other header. */
export function blockHeader(header: string): BlockHeader | null {
  const [verb, kind, ...words] = nftWords(header) ?? [];
  if ((verb !== 'add' && verb !== 'create') || (kind !== 'chain' && kind !== 'set' && kind !== 'map'))
    return null;
  const { family, words: names } = named('add', words, { file: '', line: 0 });
  return names.length === 2 ? { kind, names: { family, words: names } } : null;
}

function named(verb: string, words: readonly string[], at: LineRef): NamedObject {
  const [family = ''] = words;
  return isTableFamily(family)
    ? { verb, family, words: words.slice(1), at }
    : { verb, family: 'ip', words, at };
}

type Command = (object: NamedObject, rulesets: NftRulesets, addRule: AddRule) => boolean;

const commands: Readonly<Record<string, Command>> = {
  table({ verb, family, words: [table], at }, rulesets) {
    if (table === undefined) return false;
    if (verb === 'delete' || verb === 'destroy') rulesets.drop(family, unquoted(table));
    else if (verb === 'create') {
      rulesets.drop(family, unquoted(table));
      rulesets.namedTable(family, unquoted(table), at);
    } else {
      rulesets.namedTable(family, unquoted(table), at);
      if (verb === 'flush') rulesets.flushTable();
    }
    return true;
  },
  chain({ verb, family, words: [table, chain, to], at }, rulesets) {
    if (table === undefined || chain === undefined) return false;
    rulesets.namedChain(family, unquoted(table), unquoted(chain), at);
    if (verb === 'delete' || verb === 'destroy') rulesets.dropChain();
    else if (verb === 'flush') rulesets.flushChain();
    else if (verb === 'rename' && to !== undefined) rulesets.renameChain(unquoted(to));
    return true;
  },
  rule({ verb, family, words: [table, chain, ...rest], at }, rulesets, addRule) {
    if (table === undefined || chain === undefined) return false;
    rulesets.namedChain(family, unquoted(table), unquoted(chain), at);
    const [by = '', value = ''] = rest;
    const isPlaced = ['handle', 'position', 'index'].includes(by) && /^\d+$/.test(value);
    const rule = (isPlaced ? rest.slice(2) : rest).join(' ');
    // No script knows which rule has a handle.
    if ((isPlaced && by !== 'index') || (verb !== 'add' && verb !== 'insert')) rulesets.uncount();
    if (verb === 'delete' || verb === 'destroy') return true;
    if (rule === '') return false;
    const index =
      by === 'index' && isPlaced ? Number(value) + Number(verb === 'add') : verb === 'insert' ? 0 : null;
    addRule(rule, at, null, index);
    return true;
  },
  set: setCommand,
  map: setCommand,
  element({ verb, family, words: [table, set, ...elements], at }, rulesets) {
    if (table === undefined || set === undefined) return false;
    if (!rulesets.namedSet(family, unquoted(table), unquoted(set), at)) return true;
    return verb !== 'add' && verb !== 'create'
      ? rulesets.dropElements(elements.join(' '), at)
      : rulesets.setProperty(`elements = ${elements.join(' ')}`, at);
  },
};

function setCommand({ verb, family, words: [table, set], at }: NamedObject, rulesets: NftRulesets): boolean {
  if (table === undefined || set === undefined) return false;
  if (!rulesets.namedSet(family, unquoted(table), unquoted(set), at)) return true;
  if (verb === 'flush') rulesets.dropElements(null, at);
  else if (verb === 'delete' || verb === 'destroy') rulesets.dropSet();
  return true;
}

import { formatAddress, parsePrefix, widthOf } from '../kernel/address.ts';
import type { IpsetEdit, Refusal } from '../model/edit.ts';
import type { IpSet } from '../model/ipset.ts';
import type { Configuration } from './configuration.ts';
import type { TypedCommand } from './edit-kind.ts';
import { isRefusal, refuse, type TypedWord, typedWords, withoutTool } from './typed-line.ts';

/** A command of ipset(8), `ipset` in front or not: `add blocked 10.0.0.7`, `del blocked 10.0.0.7 -exist`, `flush blocked`. */
export function readIpset(command: TypedCommand, state: Configuration): IpsetEdit | Refusal {
  const typed = typedWords(command.text);
  if (isRefusal(typed)) return typed;
  const all = withoutTool(typed, ['ipset']);
  const exist = all.some(({ text }) => ['-exist', '-!'].includes(text)) ? 'ignored' : 'refused';
  const words = all.filter(({ text }) => !['-exist', '-!', '-q', '-quiet'].includes(text));
  const [verb, name, ...rest] = words;
  const op = { add: 'add', '-A': 'add', del: 'del', '-D': 'del', flush: 'flush', '-F': 'flush', destroy: 'destroy', '-X': 'destroy', create: 'create', '-N': 'create', swap: 'swap', '-W': 'swap', rename: 'rename', '-E': 'rename' }[verb?.text ?? '']; // prettier-ignore
  if (op === undefined)
    return refuse(`ipset v7: No command specified: unknown argument ${verb?.text ?? ''}`, verb);
  if (name === undefined) return refuse(`ipset v7: Missing mandatory argument to command ${op}`, verb);
  const [first] = rest;
  switch (op) {
    case 'flush':
    case 'destroy':
      return { kind: 'ipset', set: name.text, does: { op } };
    case 'swap':
    case 'rename':
      return first === undefined
        ? refuse(`ipset v7: Missing second mandatory argument to command ${op}`, verb)
        : { kind: 'ipset', set: name.text, does: { op, with: first.text } };
    case 'create':
      if (first !== undefined && !setTypes.has(first.text))
        return refuse(`ipset v7: Syntax error: typename '${first.text}' is unknown`, first);
      return first === undefined
        ? refuse('ipset v7: Missing second mandatory argument to command create', verb)
        : {
            kind: 'ipset',
            set: name.text,
            does: {
              op,
              type: first.text,
              options: rest
                .slice(1)
                .map(({ text }) => text)
                .join(' '),
            },
          };
    default:
  }
  return readEntry(command, state, op as 'add' | 'del', exist, verb, name, rest);
}

function readEntry(
  command: TypedCommand,
  state: Configuration,
  op: 'add' | 'del',
  exist: 'ignored' | 'refused',
  verb: TypedWord | undefined,
  name: TypedWord,
  rest: readonly TypedWord[],
): IpsetEdit | Refusal {
  const [first] = rest;
  if (first === undefined)
    return refuse(`ipset v7: Missing second mandatory argument to command ${op}`, verb);
  const set = state.ipsets.find((each) => each.name === name.text);
  if (set === undefined) return refuse('ipset v7: The set with the given name does not exist', name);
  const records = command.readRecords(
    'ipset',
    `create ${set.name} ${set.type}\nadd ${set.name} ${rest.map(({ text }) => text).join(' ')}`,
    command.at,
  );
  const entry = records.kind === 'ipsets' ? records.items[0]?.entries[0] : undefined;
  if (entry === undefined)
    return refuse(`ipset v7: Unknown argument: \`${rest[1]?.text ?? first.text}'`, rest[1] ?? first);
  const count = set.type.replace(/^\w+:/, '').split(',').length;
  if (entry.element.split(',').length !== count)
    return refuse(
      `ipset v7: Syntax error: ${count === 1 ? 'cannot parse' : 'Second element is missing from'} ${entry.element}.`,
      first,
    );
  if (
    /^\d+(?:\.\d+){3}/.test(entry.element) &&
    entry.element
      .split(/[,/-]/)[0]
      ?.split('.')
      .some((byte) => Number(byte) > 255)
  )
    return refuse(
      `ipset v7: Syntax error: cannot parse ${first.text}: resolving to IPv4 address failed`,
      first,
    );
  const element = asKept(set.type, entry.element);
  return { kind: 'ipset', set: name.text, does: { op, entry: { ...entry, element }, exist } };
}

/** As the kernel keeps and prints it: a network without the bits of a host, a port with its protocol. */
function asKept(type: string, element: string): string {
  const [method = '', dimensions = ''] = type.split(':');
  const parts = dimensions.split(',');
  return element
    .split(',')
    .map((part, index) => {
      if (parts[index] === 'port' && method === 'hash') return /^\d/.test(part) ? `tcp:${part}` : part;
      if (parts[index] !== 'net' && parts[index] !== 'ip') return part;
      const prefix = part.includes('/') ? parsePrefix(part) : null;
      if (prefix === null) return part;
      const address = formatAddress(prefix.value);
      return prefix.length === widthOf(prefix.value) ? address : `${address}/${prefix.length}`;
    })
    .join(',');
}

export function applyIpset(
  state: Configuration,
  { set: name, does }: IpsetEdit,
  command: TypedCommand,
): Configuration | Refusal {
  const set = state.ipsets.find((each) => each.name === name);
  const made = (changed: IpSet): Configuration => ({
    ...state,
    ipsets: state.ipsets.map((each) => (each === set ? changed : each)),
  });
  if (does.op === 'create') {
    if (set !== undefined)
      return refuse('ipset v7: Set cannot be created: set with the same name already exists');
    const records = command.readRecords('ipset', `create ${name} ${does.type} ${does.options}`, command.at);
    const fresh = records.kind === 'ipsets' ? records.items[0] : undefined;
    return fresh === undefined
      ? refuse(`ipset v7: Syntax error: unknown settype \`${does.type}'`)
      : { ...state, ipsets: [...state.ipsets, fresh] };
  }
  if (set === undefined) return refuse('ipset v7: The set with the given name does not exist');
  switch (does.op) {
    case 'flush':
      return made({ ...set, entries: [], complete: true });
    case 'destroy':
      return isUsed(state, name)
        ? refuse('ipset v7: Set cannot be destroyed: it is in use by a kernel component')
        : { ...state, ipsets: state.ipsets.filter((each) => each !== set) };
    case 'swap': {
      const other = state.ipsets.find((each) => each.name === does.with);
      if (other === undefined)
        return refuse('ipset v7: Sets cannot be swapped: the second set does not exist');
      if (other.type !== set.type || other.family !== set.family)
        return refuse('ipset v7: The sets cannot be swapped: their type does not match');
      return {
        ...state,
        ipsets: state.ipsets.map((each) =>
          each === set ? { ...other, name } : each === other ? { ...set, name: does.with } : each,
        ),
      };
    }
    case 'rename':
      if (state.ipsets.some((each) => each.name === does.with))
        return refuse('ipset v7: Set cannot be renamed: a set with the new name already exists');
      return isUsed(state, name)
        ? refuse('ipset v7: Set cannot be renamed: it is in use by another system')
        : made({ ...set, name: does.with });
    default:
  }
  const isThere = set.entries.some(({ element }) => elementKey(element) === elementKey(does.entry.element));
  const others = set.entries.filter(({ element }) => elementKey(element) !== elementKey(does.entry.element));
  if (does.op === 'add') {
    // With -exist its options are set again, nomatch among them.
    if (isThere && does.exist === 'refused')
      return refuse("ipset v7: Element cannot be added to the set: it's already added");
    return made({ ...set, entries: [...others, does.entry] });
  }
  if (!isThere && set.complete)
    return does.exist === 'ignored'
      ? state
      : refuse("ipset v7: Element cannot be deleted from the set: it's not added");
  return made({ ...set, entries: others });
}

/** `10.0.0.7/32` and `10.0.0.7`, `tcp:80` and `80` are one element. */
function elementKey(element: string): string {
  return element
    .replace(/\/32(?=,|$)/g, '')
    .replace(/(^|,)tcp:/g, '$1')
    .toLowerCase();
}

function isUsed({ tables }: Configuration, name: string): boolean {
  return tables.some(({ table }) => table.chains.some(({ rules }) => rules.some(({ spec }) => spec.conditions.some((condition) => condition.kind === 'ipset' && condition.name === name)))); // prettier-ignore
}

/** As ipset(8) names them; the short forms of old versions too. */
const setTypes: ReadonlySet<string> = new Set([
  'bitmap:ip', 'bitmap:ip,mac', 'bitmap:port', 'hash:ip', 'hash:ip,mark', 'hash:ip,port', 'hash:ip,port,ip', 'hash:ip,port,net',
  'hash:ip,mac', 'hash:mac', 'hash:net', 'hash:net,net', 'hash:net,port', 'hash:net,port,net', 'hash:net,iface', 'list:set',
  'ipmap', 'macipmap', 'portmap', 'iphash', 'ipporthash', 'ipportiphash', 'ipportnethash', 'nethash', 'setlist',
]); // prettier-ignore

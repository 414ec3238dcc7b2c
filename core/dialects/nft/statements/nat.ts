import type { Nat, NatFlag, NatMap, NatType } from '../../../model/statement.ts';
import { readNatPorts, readNatRange } from '../../nat-range.ts';
import { readConcatenation } from '../expression.ts';
import { setReference } from '../set-reference.ts';
import { endOfRule, type NftStatement } from '../statement.ts';

/**
 * `dnat to 10.0.0.1:8080 random,persistent`, `dnat ip to ip daddr map { ... }`, `masquerade to :1024-65535`,
 * `redirect to :3128`.
 */
export const natStatements: readonly NftStatement[] = (
  ['dnat', 'snat', 'masquerade', 'redirect'] as const
).map((type) => ({
  words: [type],
  read(words, start) {
    const next = endOfRule(words, start);
    return { next, statements: [nat(type, words.slice(start + 1, next))] };
  },
}));

const flagNames: ReadonlySet<string> = new Set<NatFlag>(['random', 'fully-random', 'persistent']);

function nat(type: NatType, words: readonly string[]): Nat {
  const to = words.indexOf('to');
  const before = to < 0 ? [] : words.slice(0, to);
  let value = to < 0 ? words : words.slice(to + 1);
  const flags: NatFlag[] = [];
  for (let last = value.at(-1); last !== undefined; last = value.at(-1)) {
    const names = last.split(',');
    if (!names.every(isFlag)) break;
    flags.unshift(...names);
    value = value.slice(0, -1);
  }
  const none = { address: null, ports: null };
  if (value.length === 0) return { kind: 'nat', type, to: none, map: null, flags };
  // `ip prefix`, `ip addr . port`: what a map leads to is more than an address.
  const isOdd = before.some((word) => word !== 'ip' && word !== 'ip6');
  const [first = '', ...more] = value;
  if (!isOdd && more.length === 0 && /^[0-9a-f.:[\]-]+$/i.test(first)) {
    const range = type === 'dnat' || type === 'snat' ? readNatRange(first) : { address: null, ports: readNatPorts(first.replace(/^:/, '')) }; // prettier-ignore
    return { kind: 'nat', type, to: range, map: null, flags };
  }
  return { kind: 'nat', type, to: none, map: (isOdd ? null : natMap(value)) ?? 'not-understood', flags };
}

function isFlag(word: string): word is NatFlag {
  return flagNames.has(word);
}

/** `ip daddr . tcp dport map @targets`, `numgen inc mod 2 map { 0 : 10.0.0.1 } : 8080` */
function natMap(words: readonly string[]): NatMap | null {
  const read = readConcatenation(words, 0);
  if (read === null || words[read.next] !== 'map') return null;
  const map = words[read.next + 1];
  const rest = words.slice(read.next + 2);
  if (map === undefined) return null;
  const port =
    rest[0] === ':' ? Number(rest[1]) : rest[0]?.startsWith(':') === true ? Number(rest[0].slice(1)) : null;
  if (rest.length > 0 && (port === null || !Number.isInteger(port))) return null;
  return {
    fields: read.fields.map(({ field }) => field),
    map: setReference(
      map,
      read.fields.map(({ type }) => type),
    ),
    port,
  };
}

import type { Condition, Rule } from '../../../model/ruleset.ts';
import type { LineRef } from '../../../model/evidence.ts';
import { addressFamily } from '../../text/ip-text.ts';
import { listedWords } from './iptables-list-words.ts';

/** Which columns a listing has besides target, prot, opt, source and destination. */
export interface ListColumns {
  readonly hasNumbers: boolean;
  readonly hasCounters: boolean;
  readonly hasInterfaces: boolean;
}

/** The columns that the line under a chain's heading announces; null for any other line. */
export function listColumns(text: string): ListColumns | null {
  const match =
    /^\s*(num\s+)?(pkts\s+bytes\s+)?target\s+prot\s+opt\s+(in\s+out\s+)?source\s+destination\s*$/.exec(text);
  if (!match) return null;
  return {
    hasNumbers: match[1] !== undefined,
    hasCounters: match[2] !== undefined,
    hasInterfaces: match[3] !== undefined,
  };
}

/**
 * A rule line of a listing, as the rule that iptables-save would print. Its number is that of the `num` column, null
 * without one. Null for a line that has too few columns.
 *
 *   3        0     0 DNAT       udp  --  !docker0 *     0.0.0.0/0            0.0.0.0/0            udp dpt:53 to:172.18.0.2:53
 *
 * A rule without a target has blanks there. `opt` is `--`, `-f` or `!f`; ip6tables leaves it blank.
 */
export function listedRule(line: string, columns: ListColumns, at: LineRef): Rule | null {
  if (line.length > maxRuleLength) return null;
  let rest = line.trim();
  const next = (): string => {
    const word = /^\S+/.exec(rest)?.[0] ?? '';
    rest = rest.slice(word.length).trimStart();
    return word;
  };
  const number = columns.hasNumbers ? next() : null;
  const counts = columns.hasCounters ? { packets: printedCount(next()), bytes: printedCount(next()) } : null;
  if ((number !== null && !/^\d+$/.test(number)) || counts?.packets === null || counts?.bytes === null)
    return null;
  const text = rest;

  const target = hasTarget(rest.split(/\s+/), columns) ? next() : null;
  const protocol = next();
  const fragment = /^(?:--|-f|!f)(?:\s|$)/.test(rest) ? next() : '--';
  const inInterface = columns.hasInterfaces ? next() : '*';
  const outInterface = columns.hasInterfaces ? next() : '*';
  const source = next();
  const destination = next();
  if (!isProtocol(protocol) || !isAddress(source) || !isAddress(destination)) return null;
  const isGoto = /^\[goto\](?:\s|$)/.test(rest);
  if (isGoto) next();
  const words = listedWords(rest, target, protocol);

  return {
    number: number === null ? null : Number(number),
    handle: null,
    text,
    conditions: [
      ...condition('-s', withLength(source), isAnyAddress(source)),
      ...condition('-d', withLength(destination), isAnyAddress(destination)),
      ...condition('-i', inInterface, /^(?:\*|any)$/.test(inInterface)),
      ...condition('-o', outInterface, /^(?:\*|any)$/.test(outInterface)),
      ...(columns.hasInterfaces ? [] : [interfacesNotShown]),
      ...condition('-p', protocolName(protocol), /^(?:all|0)$/.test(protocol)),
      ...(fragment === '--' ? [] : [{ module: null, option: '-f', negated: fragment === '!f', values: [] }]),
      ...words.conditions,
    ],
    target:
      target === null ? null : { kind: isGoto ? 'goto' : 'jump', name: target, options: words.targetOptions },
    counter: counts && { packets: counts.packets ?? 0, bytes: counts.bytes ?? 0 },
    at,
  };
}

/** A comment has 256 characters at most, so a rule's line stays well below this. */
const maxRuleLength = 4096;

/** A counter as iptables prints it without `-x`: `566K` is 566 thousand, cut off, not rounded. Null for no counter. */
export function printedCount(text: string): number | null {
  const match = /^(\d+)([KMGT]?)$/.exec(text);
  return match ? Number(match[1]) * 1000 ** ['', 'K', 'M', 'G', 'T'].indexOf(match[2] ?? '') : null;
}

/** `iptables -L` without `-v` hides `-i` and `-o`: the rule may have them. */
const interfacesNotShown: Condition = {
  module: null,
  option: '?',
  negated: false,
  values: ['interfaces', 'not', 'shown'],
};

/** Whether the first word is the target, not the protocol, by where the two addresses stand. */
function hasTarget(words: readonly string[], columns: ListColumns): boolean {
  const interfaces = columns.hasInterfaces ? 2 : 0;
  const optAt = (index: number): boolean => /^(?:--|-f|!f)$/.test(words[index] ?? '');
  if (optAt(2)) return true;
  if (optAt(1)) return false;
  const addressesAt = (index: number): boolean =>
    isAddress(words[index] ?? '') && isAddress(words[index + 1] ?? '');
  return addressesAt(2 + interfaces) && !addressesAt(1 + interfaces);
}

function condition(option: string, printed: string, isAny: boolean): Condition[] {
  if (isAny) return [];
  const negated = printed.startsWith('!');
  return [{ module: null, option, negated, values: [negated ? printed.slice(1) : printed] }];
}

function isProtocol(word: string): boolean {
  return /^!?[\w.+-]+$/.test(word);
}

/** An address, a prefix, `anywhere`, or without `-n` a name. */
function isAddress(word: string): boolean {
  return /^!?(?:[0-9a-f:.]*[:.][0-9a-f:.]*(?:\/[\w.:]+)?|anywhere|localhost|default|[\w-]+(?:\.[\w-]+)+(?:\/[\d.]+)?)$/i.test(
    word,
  );
}

function isAnyAddress(word: string): boolean {
  return /^(?:0\.0\.0\.0\/0|::\/0|anywhere|default)$/.test(word);
}

/** iptables-save prints every address with its length. */
function withLength(printed: string): string {
  if (printed.includes('/')) return printed;
  const family = addressFamily(printed.replace('!', ''));
  return family === null ? printed : `${printed}/${family === 'ipv6' ? 128 : 32}`;
}

/** `iptables -L -n` prints protocols by number since version 1.8.9, iptables-save by name. */
function protocolName(printed: string): string {
  const negation = printed.startsWith('!') ? '!' : '';
  const name = protocolNames.get(printed.replace('!', ''));
  return name === undefined ? printed : negation + name;
}

const protocolNames: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['4', 'ipencap'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['33', 'dccp'],
  ['41', 'ipv6'],
  ['47', 'gre'],
  ['50', 'esp'],
  ['51', 'ah'],
  ['58', 'ipv6-icmp'],
  ['icmpv6', 'ipv6-icmp'],
  ['89', 'ospf'],
  ['103', 'pim'],
  ['112', 'vrrp'],
  ['132', 'sctp'],
  ['136', 'udplite'],
]);

import type { FibRule, FibRuleAction, Listing, RoutingTableName } from '../../model/network.ts';
import type { Family } from '../../model/family.ts';
import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { hasMembers, sampleObjects } from './ip-json.ts';
import { addressFamily, namedFamily } from '../text/ip-text.ts';
import { mostLines } from '../text/recognise-lines.ts';
import { listed, listingOf } from './listing-of-command.ts';
import { printedRule } from './rule-json.ts';
import { tosValue } from '../rules/tos-value.ts';

/**
 * The FIB rules that `ip [-4|-6] rule` prints (ip-rule(8), iproute2 ip/iprule.c):
 *
 *   0:      from all lookup local
 *   1000:   not from 10.1.0.0/24 iif lan fwmark 0x64/0xff lookup 100 suppress_prefixlength 0
 *   1001:   from all to 192.0.2.0/24 ipproto tcp dport 80-90 blackhole
 *   [{"priority":0,"src":"all","table":"local"}]                                            with -j
 *
 * A word that is not listed here goes to `unknownWords`.
 */
export const ipRule: Format<'ip-rule'> = {
  kind: 'ip-rule',
  madeBy: 'ip rule',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^\s*\d+:\s+(?:not\s+)?from\s|^\s*(?:IPv[46] )?Table \S+ Rules:\s*$/i;
/** `IPv4 Table 201 Rules:` of support scripts, above what `ip rule list table 201` printed. */
const ofOneTable = /^\s*(?:IPv[46] )?Table (\S+) Rules:\s*$/i;

const line = /^\s*(\d+):\s+((?:not\s+)?from\s.*)$/;

function recognises(sample: Sample): boolean {
  const [object] = sampleObjects(sample);
  if (object) return hasMembers(object, 'priority', 'src');
  return mostLines(sample, (text) => line.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: FibRule[] = [];
  const named = { family: namedFamily(file) };
  const tableNames: RoutingTableName[] = [];
  /** The table whose rules follow; null for those of all. */
  let asked: string | null = null;
  let listing: Listing = 'whole';
  const readRule = (text: string, at: LineRef): LineFate => {
    const table = ofOneTable.exec(text)?.[1];
    if (table !== undefined) {
      asked = table;
      listing = 'part';
      return 'notOurs';
    }
    const match = line.exec(text);
    if (!match) return /^\s*[#=]/.test(text) ? 'notOurs' : { malformed: { kind: 'fib-rule' } };
    const rule = { ...fibRule(Number(match[1]), match[2] ?? '', named.family, text.trim(), at), listing };
    items.push(rule);
    if (asked !== null && rule.action.kind === 'lookup' && rule.action.table !== asked)
      tableNames.push(tableName(asked, rule.action.table, at));
    return 'parsed';
  };
  const account = classifyLines(lines, file, {
    command(command) {
      named.family = namedFamily(command) ?? named.family;
      listing = listingOf(command, listed.rules);
      asked = /\bru(?:le?)?\s/.test(command)
        ? (/^.*\b(?:table|lookup)\s+(\S+)/s.exec(command)?.[1] ?? null)
        : null;
    },
    read: readRule,
    object: (object, at) => readRule(printedRule(object), at),
  });
  return {
    records: { kind: 'fib-rules', items: inPart(sameFamily(items, named.family)), tableNames },
    ...account,
  };
}

/** A listing without the rules for tables local and main, which every host has, is not whole. */
function inPart(rules: readonly FibRule[]): readonly FibRule[] {
  const isWhole = rules.some(
    ({ action }) => action.kind === 'lookup' && /^(?:local|main|25[45])$/.test(action.table),
  );
  return isWhole ? rules : rules.map((rule) => ({ ...rule, listing: 'part' as const }));
}

/** Of a table asked for and the one that the rules print, one is the number of the other. */
function tableName(asked: string, printed: string, at: LineRef): RoutingTableName {
  return /^\d+$/.test(asked) ? { name: printed, number: asked, at } : { name: asked, number: printed, at };
}

/** `from all lookup main` shows no address; one IPv6 address among the rules of a file tells for all of them. */
function sameFamily(rules: readonly FibRule[], named: Family | null): readonly FibRule[] {
  const isIpv6 = named === null && rules.some((rule) => rule.family === 'ipv6');
  return isIpv6 ? rules.map((rule) => ({ ...rule, family: 'ipv6' as const })) : rules;
}

function fibRule(
  priority: number,
  selectorsAndAction: string,
  named: Family | null,
  text: string,
  at: LineRef,
): FibRule {
  const words = selectorsAndAction.trim().split(/\s+/);
  const take = (word: string): string | null => {
    const index = words.indexOf(word);
    return index >= 0 && index + 1 < words.length ? (words.splice(index, 2)[1] ?? null) : null;
  };
  const has = (word: string): boolean => {
    const index = words.indexOf(word);
    if (index >= 0) words.splice(index, 1);
    return index >= 0;
  };
  const unknownWords: string[] = [];
  const understood = <T>(word: string, read: (value: string) => T | null): T | null => {
    const value = take(word);
    const result = value === null ? null : read(value);
    if (value !== null && result === null) unknownWords.push(word, value);
    return result;
  };

  const negated = has('not');
  const from = understood('from', selectorPrefix);
  const to = understood('to', selectorPrefix);
  const l3mdev = text.includes('[l3mdev-table]');
  const selectors = {
    iif: take('iif'),
    oif: take('oif'),
    fwmark: understood('fwmark', markAndMask),
    tos: understood('tos', tosValue) ?? understood('dsfield', tosValue),
    ipProtocol: take('ipproto'),
    sport: understood('sport', numberRange),
    dport: understood('dport', numberRange),
    uidRange: understood('uidrange', numberRange),
    suppressPrefixLength: understood('suppress_prefixlength', unsigned),
  };
  take('proto');
  take('protocol');
  has('[detached]');
  const action = takeAction(take, has);
  return {
    family: addressFamily(from ?? '') ?? addressFamily(to ?? '') ?? named ?? 'ipv4',
    priority,
    negated,
    from: from === 'all' ? null : from,
    to: to === 'all' ? null : to,
    ...selectors,
    l3mdev,
    action,
    unknownWords: [...unknownWords, ...words],
    listing: 'whole',
    text,
    at,
  };
}

function takeAction(take: (word: string) => string | null, has: (word: string) => boolean): FibRuleAction {
  const table = take('lookup') ?? take('table');
  // `lookup [l3mdev-table] unreachable`: the VRF selects, and the word after it is what the rule does.
  const refusal = (['blackhole', 'unreachable', 'prohibit'] as const).find((kind) => has(kind));
  if (refusal !== undefined) return { kind: refusal };
  if (table !== null) return { kind: 'lookup', table: table === '[l3mdev-table]' ? '' : table };
  const target = take('goto');
  if (target !== null && /^\d+$/.test(target)) return { kind: 'goto', priority: Number(target) };
  return has('nop') ? { kind: 'nop' } : { kind: 'unknown' };
}

function selectorPrefix(value: string): string | null {
  return value === 'all' || addressFamily(value) !== null ? value : null;
}

/** `0x64` or `0x64/0xff`; iproute2 leaves out a mask of all ones. */
function markAndMask(value: string): { value: number; mask: number } | null {
  const [mark = '', mask = '0xffffffff', more] = value.split('/');
  const numbers = { value: unsigned(mark), mask: unsigned(mask) };
  if (numbers.value === null || numbers.mask === null || more !== undefined) return null;
  return { value: numbers.value, mask: numbers.mask };
}

function unsigned(value: string): number | null {
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(value) ? Number(value) : null;
}

/** `80` or `80-90`. */
function numberRange(value: string): readonly [number, number] | null {
  const match = /^(\d+)(?:-(\d+))?$/.exec(value);
  return match ? [Number(match[1]), Number(match[2] ?? match[1])] : null;
}

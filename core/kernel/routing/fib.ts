import { lookupRule } from './lookup-rule.ts';
import type { Family } from '../../model/family.ts';
import type { FibRule, Route } from '../../model/network.ts';
import type { Prefix } from '../address.ts';
import { parsePrefix } from '../address.ts';
import type { OpenQuestion } from '../branches.ts';
import type { PrefixIndex } from './prefix-index.ts';
import { buildPrefixIndex } from './prefix-index.ts';

/** The FIB of one family: rules in the order of their priorities, and tables that are ready to be searched. */
export interface Fib {
  readonly family: Family;
  readonly rules: readonly PreparedRule[];
  /** No `ip rule` was in the bundle: `rules` are those that the kernel starts with. */
  readonly rulesAssumed: boolean;
  /** Only some rules were listed: others may come before, between and after them. */
  readonly rulesInPart: boolean;
  /**
   * The rules are not those that the kernel starts with. If they are, they may still have been others before, which
   * leaves its mark on lookups (fib-lookup.ts).
   */
  readonly customRules: boolean;
  /** Whether packets that come in are looked into for protocol and ports: only if a rule that is not `iif lo` asks. */
  readonly dissectsFlows: boolean;
  readonly tables: ReadonlyMap<string, FibTable>;
  /** A table without routes here is empty, or does not exist: the bundle has a dump of all tables. */
  readonly everyTableShown: boolean;
  /** The addresses that routes name as their source (`src`). */
  readonly preferredSources: ReadonlySet<string>;
}

/** A rule with its prefixes read: null where it has no such selector, `unreadable` where redaction took the address. */
export interface PreparedRule {
  readonly rule: FibRule;
  readonly from: Prefix | 'unreadable' | null;
  readonly to: Prefix | 'unreadable' | null;
  /** It has no selector and matches all, as the kernel's own rules do. */
  readonly matchesAll: boolean;
}

export interface FibTable {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Routes of one prefix in the order in which the kernel tries them. */
  readonly search: PrefixIndex<Route>;
  /** Only some of its routes were listed. */
  readonly isPart: boolean;
  /** Routes whose prefix is redacted: any lookup may belong to them. */
  readonly unreadable: readonly Route[];
}

/**
 * Prepares rules and routes of one family for lookups; both may hold the other family's too, which is left out.
 * Without any rule the kernel's own three (IPv6: two) are assumed.
 */
export function buildFib(family: Family, rules: readonly FibRule[], routes: readonly Route[]): Fib {
  const ownRules = rules.filter((rule) => rule.family === family);
  const ownRoutes = routes.filter((route) => route.family === family);
  const effective = ownRules.length > 0 ? ownRules : defaultRules(family);
  return {
    family,
    // The sort is stable: rules of one priority stay in the order of the listing, which is the kernel's.
    rules: effective.map(prepareRule).sort((a, b) => a.rule.priority - b.rule.priority),
    rulesAssumed: ownRules.length === 0,
    rulesInPart: effective.every(({ listing }) => listing === 'part'),
    customRules: !areKernelsOwn(effective, family),
    dissectsFlows: effective.some(requiresDissection),
    tables: buildTables(ownRoutes),
    everyTableShown: showsEveryTable(ownRoutes),
    preferredSources: new Set(ownRoutes.flatMap((route) => route.preferredSource ?? [])),
  };
}

/**
 * Asked where the kernel's own rules are all there is: it handles a host whose rules were never touched in another way
 * than one whose rules were put back (`fib_has_custom_rules` is never reset).
 */
export const rulesEverChanged: OpenQuestion = {
  fact: { kind: 'ip-rules-changed' },
  command: '',
};

/** `local`, `main` and `default` under their names, however the tool printed them; other tables as printed. */
export function tableName(printed: string): string {
  return reservedTables.get(printed) ?? printed;
}

/** /etc/iproute2/rt_tables and linux/rtnetlink.h, `enum rt_class_t`. */
const reservedTables = new Map([
  ['255', 'local'],
  ['254', 'main'],
  ['253', 'default'],
]);

function prepareRule(rule: FibRule): PreparedRule {
  const read = (text: string | null): Prefix | 'unreadable' | null =>
    text === null || text === 'all' ? null : (parsePrefix(text) ?? 'unreadable');
  return { rule, from: read(rule.from), to: read(rule.to), matchesAll: !hasSelectors(rule) };
}

function buildTables(routes: readonly Route[]): Map<string, FibTable> {
  const byTable = new Map<string, Route[]>();
  for (const route of routes) {
    const name = tableName(route.table);
    const listed = byTable.get(name);
    if (listed) listed.push(route);
    else byTable.set(name, [route]);
  }
  return new Map([...byTable].map(([name, listed]) => [name, buildTable(name, listed)]));
}

function buildTable(name: string, routes: readonly Route[]): FibTable {
  const entries: [Prefix, Route][] = [];
  const unreadable: Route[] = [];
  // net/ipv4/fib_trie.c, fib_find_alias(): of one prefix, the higher TOS comes first, then the lower metric.
  for (const route of routes.toSorted((a, b) => b.tos - a.tos || a.metric - b.metric)) {
    const prefix = parsePrefix(route.prefix);
    if (prefix) entries.push([prefix, route]);
    else unreadable.push(route);
  }
  const isPart = routes.every(({ listing }) => listing === 'part');
  return { name, routes, isPart, search: buildPrefixIndex(entries), unreadable };
}

function showsEveryTable(routes: readonly Route[]): boolean {
  return routes.some(({ listing }) => listing === 'all-tables');
}

/** net/ipv4/fib_rules.c, fib_default_rules_init(); net/ipv6/fib6_rules.c has no table default. */
function defaultRules(family: Family): FibRule[] {
  const rules = [lookupRule(family, 0, 'local'), lookupRule(family, 32766, 'main')];
  return family === 'ipv4' ? [...rules, lookupRule(family, 32767, 'default')] : rules;
}

/** fib_rule_requires_fldissect() (net/fib_rules.h). */
function requiresDissection({ iif, ipProtocol, sport, dport }: FibRule): boolean {
  return iif !== 'lo' && (ipProtocol !== null || sport !== null || dport !== null);
}

/** Whether these are the rules that the kernel starts with, and no others. */
function areKernelsOwn(rules: readonly FibRule[], family: Family): boolean {
  const own = defaultRules(family);
  return (
    rules.length === own.length &&
    own.every(({ priority, action }) =>
      rules.some((rule) => rule.priority === priority && looksUpAll(rule, action) && !hasSelectors(rule)),
    )
  );
}

function looksUpAll(rule: FibRule, own: FibRule['action']): boolean {
  if (rule.action.kind !== 'lookup' || own.kind !== 'lookup') return false;
  return tableName(rule.action.table) === own.table && rule.suppressPrefixLength === null;
}

function hasSelectors(rule: FibRule): boolean {
  const { from, to, iif, oif, fwmark, tos, ipProtocol, sport, dport, uidRange } = rule;
  if (rule.negated || rule.l3mdev || rule.unknownWords.length > 0) return true;
  if ([from, to].some((prefix) => prefix !== null && prefix !== 'all')) return true;
  return [iif, oif, fwmark, tos, ipProtocol, sport, dport, uidRange].some((selector) => selector !== null);
}

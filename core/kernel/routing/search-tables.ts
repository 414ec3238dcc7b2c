import type { FibRule, NextHop, Route } from '../../model/network.ts';
import type { OpenFact } from '../../model/open-fact.ts';
import type { AddressValue } from '../address.ts';
import { widthOf } from '../address.ts';
import type { Fib } from './fib.ts';
import { tableName } from './fib.ts';
import type { Branches, OpenQuestion } from '../branches.ts';
import { guessLocalRoute } from './local-table.ts';
import type { FibFlow } from './match-fib-rule.ts';
import { selectableTos } from './match-fib-rule.ts';
import type { PrefixNode } from './prefix-index.ts';
import { rankIpv6Routes } from './rank-ipv6-routes.ts';
import { routesInOrder } from './source-routes.ts';

/** The route that a lookup ended with. `hops` are its next hops that are usable. */
export interface FibRoute {
  readonly rule: FibRule;
  readonly table: string;
  readonly route: Route;
  readonly hops: readonly NextHop[];
}

/** What a lookup ends with. `refused`: by a route or, with `route` null, by the rule's own action. */
export type FibAnswer =
  | ({ readonly kind: 'found' } & FibRoute)
  | { readonly kind: 'none' }
  | {
      readonly kind: 'refused';
      readonly by: 'blackhole' | 'unreachable' | 'prohibit';
      readonly rule: FibRule;
      readonly route: Route | null;
    }
  | { readonly kind: 'unknown'; readonly question: OpenQuestion };

/** What a lookup has to know beside the FIB. */
export interface LookupContext {
  readonly branches: Branches;
  /** `ignore_routes_with_linkdown` of that interface. */
  readonly ignoresLinkDown: (dev: string) => boolean;
  /** Only routes out of this interface count (RT6_LOOKUP_F_IFACE). */
  readonly onlyDev?: string;
}

/** fib_table_lookup() (net/ipv4/fib_trie.c): tries the longest prefix first and goes back to shorter ones. */
export function searchTables(
  fib: Fib,
  names: readonly string[],
  rule: FibRule,
  flow: FibFlow,
  context: LookupContext,
): FibAnswer {
  const nodes: (PrefixNode<Route> | null)[] = [];
  let redacted: Route | undefined;
  let inPart: string | null = null;
  const showTable = `${fib.family === 'ipv6' ? 'ip -6' : 'ip'} route show table`;
  for (const printed of names) {
    const name = tableName(printed);
    const table = fib.tables.get(name);
    if (table) {
      const node = table.search(flow.dst);
      if (table.isPart && name !== 'local') inPart = name;
      if (table.isPart && name === 'local' && node === null) {
        const guessed = guessLocalRoute(fib, flow.dst, context.branches);
        if (guessed) return { kind: 'found', rule, table: name, route: guessed, hops: guessed.nextHops };
      }
      nodes.push(node);
      redacted ??= table.unreadable[0];
    } else if (fib.everyTableShown || name === 'default') {
      // Empty. The kernel itself puts nothing in table default, and who uses it shows it.
    } else if (name === 'local') {
      const route = guessLocalRoute(fib, flow.dst, context.branches);
      if (route) return { kind: 'found', rule, table: 'local', route, hops: route.nextHops };
    } else {
      return unknown({ kind: 'table', table: name }, `${showTable} ${name}`);
    }
  }
  const answer =
    fib.family === 'ipv6'
      ? walkIpv6Table(nodes[0] ?? null, rule, flow, context)
      : walkPrefixes(nodes, rule, flow, context);
  if (inPart !== null && !longestPossible(answer, flow.dst))
    return unknown({ kind: 'other-routes', table: inPart }, `${showTable} ${inPart}`);
  if (redacted === undefined || longestPossible(answer, flow.dst)) return answer;
  return unknown({ kind: 'route-prefix', route: redacted.text }, 'ip route show table all');
}

function longestPossible(answer: FibAnswer, dst: AddressValue): boolean {
  return answer.kind === 'found' && answer.route.prefix.endsWith(`/${widthOf(dst)}`);
}

/**
 * Tries all prefixes around the destination, longest first; `nodes` are the longest of each table, and of equal
 * prefixes those of the table that stands first come first.
 */
function walkPrefixes(
  nodes: (PrefixNode<Route> | null)[],
  rule: FibRule,
  flow: FibFlow,
  context: LookupContext,
): FibAnswer {
  for (;;) {
    let longest: PrefixNode<Route> | null = null;
    for (const node of nodes) {
      if (node && (longest === null || node.prefix.length > longest.prefix.length)) longest = node;
    }
    if (longest === null) return { kind: 'none' };
    for (const route of longest.items) {
      const answer = tryRoute(route, rule, flow, context);
      if (answer) return answer;
    }
    nodes[nodes.indexOf(longest)] = longest.parent;
  }
}

/** fib6_table_lookup() (net/ipv6/route.c). */
function walkIpv6Table(
  node: PrefixNode<Route> | null,
  rule: FibRule,
  flow: FibFlow,
  context: LookupContext,
): FibAnswer {
  const groups = routesInOrder(node, flow.src);
  if (groups === null) return unknown({ kind: 'route-source' }, '');
  const dev = flow.iif === 'lo' ? flow.oif : flow.iif;
  for (const group of groups) {
    for (const route of rankIpv6Routes(group, dev, (hop) => usable(hop, flow, context))) {
      const answer = tryRoute(route, rule, flow, context);
      if (answer) return answer;
    }
  }
  return { kind: 'none' };
}

/** Null: this route is passed over. A `throw` ends the table as if nothing had been found. */
function tryRoute(route: Route, rule: FibRule, flow: FibFlow, context: LookupContext): FibAnswer | null {
  if (route.tos !== 0 && route.tos !== selectableTos(flow)) return null;
  // Dead ends are routes by lo.
  if (isDeadEnd(route) && context.onlyDev !== undefined && context.onlyDev !== 'lo') return null;
  switch (route.type) {
    case 'throw':
      return { kind: 'none' };
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      return { kind: 'refused', by: route.type, rule, route };
    case 'unknown':
      return unknown({ kind: 'dead-end-type', route: route.text }, 'ip route');
    case 'nat':
      return { kind: 'refused', by: 'blackhole', rule, route };
    default: {
      const hops = route.nextHops.filter((hop) => usable(hop, flow, context));
      if (hops.some(({ flags }) => flags.includes('outline'))) {
        const fact = { kind: 'other-hops', route: route.text } as const;
        context.branches.presume({ fact, command: 'ip route' }, { kind: 'plain-route', route: route.text });
      }
      return hops.length > 0 ? { kind: 'found', rule, table: tableName(route.table), route, hops } : null;
    }
  }
}

function isDeadEnd({ type }: Route): boolean {
  return type === 'throw' || type === 'blackhole' || type === 'unreachable' || type === 'prohibit';
}

/** fib_lookup_good_nhc(). */
function usable(hop: NextHop, flow: FibFlow, context: LookupContext): boolean {
  if (hop.flags.includes('dead')) return false;
  if (flow.oif !== null && hop.dev !== flow.oif) return false;
  if (context.onlyDev !== undefined && hop.dev !== context.onlyDev) return false;
  return !hop.flags.includes('linkdown') || hop.dev === null || !context.ignoresLinkDown(hop.dev);
}

/** The answer of a lookup that lacks that fact; the command prints it. */
export function unknown(fact: OpenFact, command: string): FibAnswer {
  return { kind: 'unknown', question: { fact, command } };
}

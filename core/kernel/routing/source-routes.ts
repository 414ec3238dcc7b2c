import type { Route } from '../../model/network.ts';
import type { AddressValue } from '../address.ts';
import { parsePrefix, prefixContains } from '../address.ts';
import type { PrefixNode } from './prefix-index.ts';

/**
 * The routes of an IPv6 table that can hold for a packet, in groups of one destination and one source prefix, in the
 * order in which the kernel comes to them; `node` is the longest prefix around the destination. Null where a source
 * that is not readable decides.
 *
 * Source-specific routes (`fd00:11::/64 from fd00:2::/64`) stand in a tree of their own below their destination. The
 * search begins at the longest destination with something for this source; there a destination with such a tree does
 * not count for its other routes (fib6_node_lookup_1(), net/ipv6/ip6_fib.c), unless it is ::/0. Only on the way back
 * from there, when nothing can be used, it does (fib6_backtrack(), net/ipv6/route.c).
 */
export function routesInOrder(
  node: PrefixNode<Route> | null,
  src: AddressValue | null,
): readonly (readonly Route[])[] | null {
  const groups: (readonly Route[])[] = [];
  let hasBegun = false;
  for (let here = node; here !== null; here = here.parent) {
    const general = here.items.filter(({ from }) => from === null);
    const hasTree = general.length < here.items.length;
    if (hasTree && src === null) return null;
    const specific = hasTree && src !== null ? bySource(here.items, src) : [];
    if (specific === null) return null;
    const isPassedOver = hasTree && specific.length === 0 && !hasBegun && here.prefix.length > 0;
    if (isPassedOver) continue;
    hasBegun = true;
    groups.push(...specific, general);
  }
  return groups;
}

/** The source-specific routes that hold for `src`, the longest source prefix first. */
function bySource(routes: readonly Route[], src: AddressValue): (readonly Route[])[] | null {
  const lengths = new Map<number, Route[]>();
  for (const route of routes) {
    if (route.from === null) continue;
    const prefix = parsePrefix(route.from);
    if (prefix === null) return null;
    if (!prefixContains(prefix, src)) continue;
    lengths.set(prefix.length, [...(lengths.get(prefix.length) ?? []), route]);
  }
  return [...lengths].sort(([a], [b]) => b - a).map(([, group]) => group);
}

import type { Route } from '../model/network.ts';
import type { AddressValue } from './address.ts';
import { parsePrefix, prefixContains } from './address.ts';

/**
 * Of the routes to one prefix, those that a packet from `src` may take, in the order in which they are tried. Where one
 * of them is source-specific (`fd00:11::/64 from fd00:2::/64`), only the source-specific ones count, the longest prefix
 * of the source first: fib6_node_lookup_1() (net/ipv6/ip6_fib.c) goes on to a shorter destination when none suits, past
 * the route for all sources. Null where the source, or a route's, is not readable.
 */
export function routesForSource(routes: readonly Route[], src: AddressValue | null): readonly Route[] | null {
  if (routes.every(({ from }) => from === null)) return routes;
  if (src === null) return null;
  const suiting: { readonly route: Route; readonly length: number }[] = [];
  for (const route of routes) {
    if (route.from === null) continue;
    const prefix = parsePrefix(route.from);
    if (prefix === null) return null;
    if (prefixContains(prefix, src)) suiting.push({ route, length: prefix.length });
  }
  return suiting.sort((a, b) => b.length - a.length).map(({ route }) => route);
}

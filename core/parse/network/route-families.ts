import type { Family } from '../../model/family.ts';
import type { Route } from '../../model/network.ts';
import type { OpenRoute } from './route-words.ts';

/**
 * `default dev tun0` shows no address; the route beside it tells the family, for ip(8) prints one family after the
 * other.
 */
export function withFamilies(routes: readonly OpenRoute[], named: Family | null): readonly OpenRoute[] {
  if (named !== null || routes.every((route) => route.family === 'ipv4')) return routes;
  const shown = routes.map(shownFamily);
  const before = shown.slice();
  const after = shown.slice();
  for (let index = 1; index < shown.length; index++) before[index] ??= before[index - 1] ?? null;
  for (let index = shown.length - 2; index >= 0; index--) after[index] ??= after[index + 1] ?? null;
  return routes.map((route, index) => {
    // A default route is the first of its family's listing.
    const family = shown[index] ?? after[index] ?? before[index] ?? 'ipv4';
    return family === route.family ? route : { ...route, family, prefix: '::/0' };
  });
}

function shownFamily(route: Route): Family | null {
  const showsNone = route.prefix === '0.0.0.0/0' && !route.nextHops.some((hop) => hop.via?.includes('.'));
  return showsNone ? null : route.family;
}

/**
 * Routes to one place that are printed one by one although they share the traffic: old versions of `ip -6 route`, and
 * /proc/net/ipv6_route. The kernel counts IPv6 routes of one prefix and metric as the next hops of one route if each
 * has a gateway (rt6_qualify_for_ecmp()). Of routes that came with router advertisements it takes one, but which of the
 * equally preferred no file tells.
 */
export function withSiblings(routes: readonly OpenRoute[]): readonly OpenRoute[] {
  const merged: OpenRoute[] = [];
  for (const route of routes) {
    const last = merged.at(-1);
    if (last && areSiblings(last, route)) last.nextHops.push(...route.nextHops);
    else merged.push({ ...route, nextHops: [...route.nextHops] });
  }
  return merged;
}

function areSiblings(one: Route, other: Route): boolean {
  return (
    [one, other].every(qualifies) &&
    one.prefix === other.prefix &&
    one.table === other.table &&
    one.metric === other.metric &&
    one.preference === other.preference &&
    one.from === other.from &&
    one.nexthopId === other.nexthopId &&
    one.at.file === other.at.file
  );
}

function qualifies({ family, type, nextHops, nexthopId, text }: Route): boolean {
  return (
    family === 'ipv6' &&
    type === 'unicast' &&
    nexthopId === null &&
    nextHops.length > 0 &&
    nextHops.every(({ via }) => via !== null) &&
    !/\bproto (?:redirect|kernel)\b/.test(text)
  );
}

import { parseAddress, parsePrefix, prefixContains } from '../kernel/address.ts';
import type { InterfaceAddress, Link, Route } from '../model/network.ts';
import type { FoundChange, Script } from './script.ts';

/**
 * The routes that the kernel itself adds and takes away with an interface's address (fib_add_ifaddr() in
 * net/ipv4/fib_frontend.c) or with an interface are part of that change, and no change of their own.
 */
export function foldKernelRoutes(
  routes: Script<Route>,
  addresses: Script<InterfaceAddress>,
  links: Script<Link>,
): Script<Route> {
  const changedAddresses = addresses.flatMap(({ before, after, change }) =>
    change === null ? [] : [before, after].flatMap((own) => (own === null ? [] : [{ own, change }])),
  );
  const changedLinks = new Map(
    links.flatMap(({ before, after, change }) =>
      change === null ? [] : [[(after ?? before)?.name ?? '', change] as const],
    ),
  );
  return routes.map((entry) => {
    const route = entry.after ?? entry.before;
    const isAlone = entry.before === null || entry.after === null;
    if (entry.change === null || route === null || !isAlone || !isKernels(route)) return entry;
    const maker =
      changedAddresses.find(({ own }) => madeBy(route, own))?.change ??
      changedLinks.get(route.nextHops[0]?.dev ?? '');
    return maker === undefined ? entry : { ...entry, change: maker };
  });
}

/**
 * A route leads only out of an interface that is up: taking it down takes its routes away (fib_disable_ip() in
 * net/ipv4/fib_frontend.c), and a new one can only be added after bringing it up.
 */
export function routesNeedLinks(
  routes: Script<Route>,
  links: Script<Link>,
): ReadonlyMap<FoundChange, readonly FoundChange[]> {
  const isUp = (link: Link | null): boolean => link?.flags.includes('UP') ?? false;
  const toggled = new Map(
    links.flatMap(({ before, after, change }) =>
      change === null || isUp(before) === isUp(after)
        ? []
        : [[(after ?? before)?.name ?? '', change] as const],
    ),
  );
  const needs = new Map<FoundChange, FoundChange[]>();
  for (const { before, after, change } of routes) {
    const route = after ?? before;
    if (change === null || route === null || (before !== null && after !== null)) continue;
    for (const { dev } of route.nextHops) {
      const link = toggled.get(dev ?? '');
      if (link === undefined || link === change) continue;
      const [needing, needed] = before === null ? [change, link] : [link, change];
      needs.set(needing, [...(needs.get(needing) ?? []), needed]);
    }
  }
  return needs;
}

function isKernels({ text }: Route): boolean {
  return /\bproto kernel\b/.test(text);
}

/** Its address, the network that it is in, and the broadcast addresses of that. */
function madeBy(route: Route, own: InterfaceAddress): boolean {
  if (route.family !== own.family || !route.nextHops.some(({ dev }) => dev === own.dev)) return false;
  if (route.preferredSource !== null) return route.preferredSource === own.address;
  const [network, first] = [
    parsePrefix(`${own.address}/${own.prefixLength}`),
    parseAddress(route.prefix.split('/')[0] ?? ''),
  ];
  return network !== null && first !== null && prefixContains(network, first);
}

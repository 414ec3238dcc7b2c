import type { InterfaceAddress, Route, RouteType } from '../../model/network.ts';
import type { AddressValue, Prefix } from '../address.ts';
import { formatAddress, isLoopback, lastAddress, maskAddress, parseAddress, widthOf } from '../address.ts';
import type { Fib } from './fib.ts';
import type { Branches } from '../branches.ts';

/**
 * The routes that the kernel puts into table local for interface addresses: fib_add_ifaddr() (net/ipv4/fib_frontend.c)
 * and addrconf_add_dev(). They stand in for the table when a bundle has `ip addr` but only `ip route` of table main.
 * Each is cited by the line of its address. `tableOf` tells another table for the ports of VRFs.
 */
export function localRoutesOf(
  addresses: readonly InterfaceAddress[],
  tableOf: (dev: string) => string = () => 'local',
): Route[] {
  return addresses.flatMap((address) => {
    const value = parseAddress(address.address);
    if (value === null) return [];
    const width = widthOf(value);
    const prefix: Prefix = { value: maskAddress(value, address.prefixLength), length: address.prefixLength };
    const table = tableOf(address.dev);
    const routes = [localRoute(address, table, 'local', { value, length: width })];
    if (typeof value === 'number' && address.prefixLength < 31) {
      routes.push(localRoute(address, table, 'broadcast', { value: lastAddress(prefix), length: 32 }));
      if (isLoopback(value)) routes.push(localRoute(address, table, 'local', prefix));
    }
    return routes;
  });
}

/**
 * The local route of an address when the bundle has neither table local nor `ip addr`; null: it is no address of the
 * host. Certain for loopback, and for addresses that a route names as its source, since the kernel accepts none that
 * is not local; asked for all others.
 */
export function guessLocalRoute(fib: Fib, address: AddressValue, branches: Branches): Route | null {
  const text = formatAddress(address);
  const route = bareLocalRoute(fib.family, text, widthOf(address));
  if (isLoopback(address) || fib.preferredSources.has(text)) return route;
  return branches.assume<Route | null>(
    { fact: { kind: 'own-address', address: text }, command: 'ip route show table local' },
    [
      { value: null, premise: { kind: 'own-address', address: text, isOwn: false } },
      { value: route, premise: { kind: 'own-address', address: text, isOwn: true } },
    ],
  );
}

function localRoute(address: InterfaceAddress, table: string, type: RouteType, prefix: Prefix): Route {
  const { value, length } = prefix;
  return {
    ...bareLocalRoute(address.family, formatAddress(value), length),
    table,
    type,
    nextHops: [{ dev: address.dev, via: null, weight: 1, flags: [] }],
    text: `inet${address.family === 'ipv6' ? '6' : ''} ${address.address}/${address.prefixLength} dev ${address.dev}`,
    listing: address.listing,
    at: address.at,
  };
}

function bareLocalRoute(family: Fib['family'], address: string, length: number): Route {
  return {
    family,
    type: 'local',
    prefix: `${address}/${length}`,
    from: null,
    table: 'local',
    nextHops: [{ dev: null, via: null, weight: 1, flags: [] }],
    preferredSource: null,
    metric: 0,
    preference: 'medium',
    tos: 0,
    scope: 'host',
    mtu: null,
    nexthopId: null,
    encapsulation: null,
    listing: 'whole',
    text: '',
    at: { file: '', line: 0 },
  };
}

import type { Family } from '../../model/family.ts';
import type {
  InterfaceAddress,
  Link,
  Neighbour,
  NetworkRecords,
  Route,
  Sysctl,
} from '../../model/network.ts';
import type { AddressValue } from '../address.ts';
import { formatAddress, isLoopback, parseAddress } from '../address.ts';
import type { Fib } from './fib.ts';
import { buildFib, tableName } from './fib.ts';
import type { Branches } from '../branches.ts';
import { localRoutesOf } from './local-table.ts';

/** All that a bundle tells of one host's network state, ready to be asked. */
export interface HostNetwork {
  readonly fib: Readonly<Record<Family, Fib>>;
  /** By name. Empty where the bundle has neither `ip link` nor `ip addr`. */
  readonly links: ReadonlyMap<string, Link>;
  readonly addresses: readonly InterfaceAddress[];
  /** By key. */
  readonly sysctls: ReadonlyMap<string, Sysctl>;
  readonly neighbours: readonly Neighbour[];
  /** A local route that no interface address made was added (`fib_has_custom_local_routes`). */
  readonly customLocalRoutes: boolean;
}

/** Ties a host's records together. Where table local is missing, the interface addresses stand in for it. */
export function buildHostNetwork(records: NetworkRecords): HostNetwork {
  const { fibRules, routes, addresses } = records;
  const fibOf = (family: Family): Fib => {
    const shown = routes.some((route) => route.family === family && tableName(route.table) === 'local');
    const own = addresses.filter((address) => address.family === family);
    return buildFib(family, fibRules, shown ? routes : [...routes, ...localRoutesOf(own)]);
  };
  return {
    fib: { ipv4: fibOf('ipv4'), ipv6: fibOf('ipv6') },
    links: new Map(records.links.map((link) => [link.name, link])),
    addresses,
    sysctls: new Map(records.sysctls.map((sysctl) => [sysctl.key, sysctl])),
    neighbours: records.neighbours,
    customLocalRoutes: routes.some(isCustomLocalRoute),
  };
}

/** Whether an interface has an IPv4 address (`ifa_list`); asked where neither `ip addr` nor table local is there. */
export function hasIpv4Address(host: HostNetwork, dev: string, branches: Branches): boolean {
  const addresses = host.addresses.filter((address) => address.family === 'ipv4');
  if (addresses.length > 0) return addresses.some((address) => address.dev === dev);
  const local = host.fib.ipv4.tables.get('local');
  if (local)
    return local.routes.some(
      (route) => route.type === 'local' && route.nextHops.some((hop) => hop.dev === dev),
    );
  return branches.assume({ what: `whether ${dev} has an IPv4 address`, command: 'ip addr' }, [
    { value: true, says: `${dev} has an IPv4 address` },
    { value: false, says: `${dev} has no IPv4 address` },
  ]);
}

/** inet_lookup_ifaddr_rcu(): whether the address is configured on an interface, whatever table local says. */
export function isInterfaceAddress(host: HostNetwork, address: AddressValue, branches: Branches): boolean {
  const addresses = host.addresses.filter((own) => own.family === 'ipv4');
  if (addresses.length > 0) return addresses.some((own) => parseAddress(own.address) === address);
  const text = formatAddress(address);
  const local = host.fib.ipv4.tables.get('local');
  if (local) {
    return local.routes.some((route) => route.type === 'local' && route.prefix === `${text}/32`);
  }
  if (isLoopback(address)) return true;
  return branches.assume(
    { what: `whether ${text} is an address of the host`, command: 'ip route show table local' },
    [
      { value: false, says: `${text} is no address of the host` },
      { value: true, says: `${text} is an address of the host` },
    ],
  );
}

/** `ip route` prints `proto kernel` (`ip -N route`: 2) for the routes that interface addresses made. */
function isCustomLocalRoute(route: Route): boolean {
  return route.family === 'ipv4' && route.type === 'local' && !/\bproto (?:kernel|2)\b/.test(route.text);
}

import type { LineRef } from '../../model/evidence.ts';
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
import { buildFib } from './fib.ts';
import type { Branches } from '../branches.ts';
import { localRoutesOf } from './local-table.ts';
import { nameTables } from './table-names.ts';

/** All that a bundle tells of one host's network state, ready to be asked. */
export interface HostNetwork {
  readonly fib: Readonly<Record<Family, Fib>>;
  /** By name. Empty where the bundle has neither `ip link` nor `ip addr`. */
  readonly links: ReadonlyMap<string, Link>;
  readonly addresses: readonly InterfaceAddress[];
  /** By key. */
  readonly sysctls: ReadonlyMap<string, Sysctl>;
  readonly neighbours: readonly Neighbour[];
  /** The routing table of each VRF by the name of its interface. */
  readonly vrfs: ReadonlyMap<string, string>;
  /** The state of interfaces that only the flags of their routes tell, as the kernel set them; by name. */
  readonly linksByRoutes: ReadonlyMap<string, LinkByRoute>;
  /** A local route that no interface address made was added (`fib_has_custom_local_routes`). */
  readonly customLocalRoutes: boolean;
}

/** `ip route` flags a next hop whose interface sends nothing: `linkdown` without a carrier, `dead` where it is down. */
export interface LinkByRoute {
  readonly state: 'down' | 'no-carrier';
  /** The route's line. */
  readonly at: LineRef;
}

/** The same as `buildHostNetwork`, made once for the same records: many questions ask the network of one host. */
export function hostNetwork(records: NetworkRecords): HostNetwork {
  const known = built.get(records);
  if (known !== undefined) return known;
  const network = buildHostNetwork(records);
  built.set(records, network);
  return network;
}

const built = new WeakMap<NetworkRecords, HostNetwork>();

/** Ties a host's records together. Where table local is missing, the interface addresses stand in for it. */
export function buildHostNetwork(records: NetworkRecords): HostNetwork {
  const { addresses } = records;
  const { routes, fibRules, vrfs } = nameTables(records);
  const links = linksByName(records.links);
  // fib_magic() (net/ipv4/fib_frontend.c): of a VRF's port they are in the table of the VRF.
  const localTable = (dev: string): string => vrfs.get(links.get(dev)?.master ?? dev) ?? 'local';
  const fibOf = (family: Family): Fib => {
    const shown = new Set(
      routes.flatMap((route) =>
        route.family === family && (route.table === 'local' || route.type === 'local') ? [route.table] : [],
      ),
    );
    const own = addresses.filter(
      (address) => address.family === family && !shown.has(localTable(address.dev)),
    );
    return buildFib(family, fibRules, [...routes, ...localRoutesOf(own, localTable)]);
  };
  return {
    fib: { ipv4: fibOf('ipv4'), ipv6: fibOf('ipv6') },
    links,
    vrfs,
    addresses,
    sysctls: new Map(records.sysctls.map((sysctl) => [sysctl.key, sysctl])),
    neighbours: records.neighbours,
    linksByRoutes: linksByRoutes(routes, links),
    customLocalRoutes: routes.some(isCustomLocalRoute),
  };
}

function linksByRoutes(
  routes: readonly Route[],
  listed: ReadonlyMap<string, Link>,
): ReadonlyMap<string, LinkByRoute> {
  const found = new Map<string, LinkByRoute>();
  for (const { nextHops, at } of routes)
    for (const { dev, flags } of nextHops) {
      const state = flags.includes('dead') ? 'down' : flags.includes('linkdown') ? 'no-carrier' : null;
      if (state === null || dev === null || listed.has(dev) || found.has(dev)) continue;
      found.set(dev, { state, at });
    }
  return found;
}

/** The last that was listed of each; what only `ip -d link` shows counts where it was not the last one. */
function linksByName(links: readonly Link[]): ReadonlyMap<string, Link> {
  const byName = new Map<string, Link>();
  for (const link of links) {
    const vrf = link.vrf ?? byName.get(link.name)?.vrf ?? null;
    byName.set(link.name, vrf === link.vrf ? link : { ...link, vrf });
  }
  return byName;
}

/** Whether an interface has an IPv4 address (`ifa_list`); asked where neither `ip addr` nor table local is there. */
export function hasIpv4Address(host: HostNetwork, dev: string, branches: Branches): boolean {
  const addresses = host.addresses.filter((address) => address.family === 'ipv4');
  if (addresses.some((address) => address.dev === dev)) return true;
  if (addresses.some(isListedWhole)) return false;
  const local = host.fib.ipv4.tables.get('local');
  if (local && !local.isPart)
    return local.routes.some(
      (route) => route.type === 'local' && route.nextHops.some((hop) => hop.dev === dev),
    );
  return branches.assume({ fact: { kind: 'device-address', dev }, command: 'ip addr' }, [
    { value: true, premise: { kind: 'device-address', dev, has: true } },
    { value: false, premise: { kind: 'device-address', dev, has: false } },
  ]);
}

/** inet_lookup_ifaddr_rcu(): whether the address is configured on an interface, whatever table local says. */
export function isInterfaceAddress(host: HostNetwork, address: AddressValue, branches: Branches): boolean {
  const listed = listedAddresses(host);
  if (listed.values.has(address)) return true;
  if (listed.isWhole) return false;
  const text = formatAddress(address);
  const local = host.fib.ipv4.tables.get('local');
  if (local && !local.isPart) {
    return local.routes.some((route) => route.type === 'local' && route.prefix === `${text}/32`);
  }
  if (isLoopback(address)) return true;
  return branches.assume(
    { fact: { kind: 'own-address', address: text }, command: 'ip route show table local' },
    [
      { value: false, premise: { kind: 'own-address', address: text, isOwn: false } },
      { value: true, premise: { kind: 'own-address', address: text, isOwn: true } },
    ],
  );
}

interface ListedAddresses {
  readonly values: ReadonlySet<AddressValue>;
  readonly isWhole: boolean;
}

/** The IPv4 addresses of interfaces, read once: whole sets of packets ask for them again and again. */
function listedAddresses(host: HostNetwork): ListedAddresses {
  let listed = listedBy.get(host);
  if (listed === undefined) {
    const addresses = host.addresses.filter((own) => own.family === 'ipv4');
    const values = new Set(addresses.flatMap((own) => parseAddress(own.address) ?? []));
    listed = { values, isWhole: addresses.some(isListedWhole) };
    listedBy.set(host, listed);
  }
  return listed;
}

const listedBy = new WeakMap<HostNetwork, ListedAddresses>();

/** `ip route` prints `proto kernel` (`ip -N route`: 2) for the routes that interface addresses made. */
function isCustomLocalRoute(route: Route): boolean {
  return route.family === 'ipv4' && route.type === 'local' && !/\bproto (?:kernel|2)\b/.test(route.text);
}

function isListedWhole({ listing }: InterfaceAddress): boolean {
  return listing === 'whole';
}

import type {
  FibRule,
  InterfaceAddress,
  Link,
  NetworkRecords,
  Route,
  RoutingTableName,
  Sysctl,
} from '../../model/network.ts';
import type { HostNetwork } from '../routing/host-network.ts';
import { lookupRule } from '../routing/lookup-rule.ts';
import { buildHostNetwork } from '../routing/host-network.ts';
import type { InputPacket } from '../routing/routed-packet.ts';

/** A route for a test; with `dev` or `via` it has that next hop. Its text is its prefix. */
export function route(prefix: string, fields: Partial<Route> & { dev?: string; via?: string } = {}): Route {
  const { dev, via, ...rest } = fields;
  return {
    family: prefix.includes(':') ? 'ipv6' : 'ipv4',
    type: 'unicast',
    prefix,
    from: null,
    table: 'main',
    nextHops: dev || via ? [{ dev: dev ?? null, via: via ?? null, weight: 1, flags: [] }] : [],
    preferredSource: null,
    metric: 0,
    preference: 'medium',
    tos: 0,
    scope: null,
    mtu: null,
    nexthopId: null,
    encapsulation: null,
    listing: rest.table === undefined || rest.table === 'main' ? 'whole' : 'all-tables',
    text: prefix,
    at: { file: 'ip-route.txt', line: 1 },
    ...rest,
  };
}

/** A FIB rule for a test: all packets, to table main, unless `fields` say otherwise. */
export function fibRule(priority: number, fields: Partial<FibRule> = {}): FibRule {
  return {
    ...lookupRule('ipv4', priority, 'main'),
    text: `rule ${priority}`,
    at: { file: 'ip-rule.txt', line: priority + 1 },
    ...fields,
  };
}

/** The rules that the kernel starts with, as a listing shows them. */
export const kernelRules: readonly FibRule[] = [
  fibRule(0, { action: { kind: 'lookup', table: 'local' } }),
  fibRule(32766),
  fibRule(32767, { action: { kind: 'lookup', table: 'default' } }),
];

/**
 * A router between eth0 (10.1.0.1/24) and eth1 (10.2.0.1/24), default route by eth1, all files in the bundle, rp_filter
 * off. `sysctls` are keys below `net.ipv4.` that differ; null takes one out of the file.
 */
export function router(
  changes: {
    readonly routes?: readonly Route[];
    readonly fibRules?: readonly FibRule[];
    readonly addresses?: readonly InterfaceAddress[];
    readonly links?: readonly Link[];
    readonly tableNames?: readonly RoutingTableName[];
    readonly sysctls?: Readonly<Record<string, string | null>>;
  } = {},
): HostNetwork {
  return buildHostNetwork({
    fibRules: changes.fibRules ?? kernelRules,
    routes: changes.routes ?? [...localRoutes, ...mainRoutes],
    addresses: changes.addresses ?? [address('eth0', '10.1.0.1'), address('eth1', '10.2.0.1')],
    links: changes.links ?? [link('eth0', 1500), link('eth1', 1400)],
    sysctls: Object.entries({ ...quietSysctls, ...changes.sysctls }).flatMap(([key, value]) =>
      sysctl(key, value),
    ),
    tableNames: changes.tableNames ?? [],
    neighbours: [],
  });
}

export const mainRoutes: readonly Route[] = [
  route('0.0.0.0/0', { via: '10.2.0.254', dev: 'eth1' }),
  route('10.1.0.0/24', { dev: 'eth0', scope: 'link', preferredSource: '10.1.0.1' }),
  route('10.2.0.0/24', { dev: 'eth1', scope: 'link', preferredSource: '10.2.0.1' }),
];

export const localRoutes: readonly Route[] = [
  local('10.1.0.1/32', 'local', 'eth0'),
  local('10.2.0.1/32', 'local', 'eth1'),
  local('10.1.0.255/32', 'broadcast', 'eth0'),
  local('10.2.0.255/32', 'broadcast', 'eth1'),
  local('127.0.0.0/8', 'local', 'lo'),
];

/** The rules and routes of that router, and nothing else of it. */
export const routesAlone: NetworkRecords = {
  fibRules: kernelRules,
  routes: [...localRoutes, ...mainRoutes],
  links: [],
  addresses: [],
  sysctls: [],
  tableNames: [],
  neighbours: [],
};

/** A packet from the net behind eth0 to the world. */
export function packet(fields: Partial<InputPacket> = {}): InputPacket {
  return {
    family: 'ipv4',
    src: '10.1.0.2',
    dst: '192.0.2.1',
    iif: 'eth0',
    mark: 0,
    tos: 0,
    protocol: 'tcp',
    sport: 40000,
    dport: 443,
    ttl: 64,
    length: 60,
    df: true,
    ...fields,
  };
}

export function address(dev: string, text: string): InterfaceAddress {
  return {
    family: 'ipv4',
    dev,
    address: text,
    prefixLength: 24,
    listing: 'whole',
    at: { file: 'ip-addr.txt', line: 3 },
  };
}

function local(prefix: string, type: Route['type'], dev: string): Route {
  return route(prefix, { type, dev, table: 'local', scope: 'host', text: `${type} ${prefix} proto kernel` });
}

function link(name: string, mtu: number): Link {
  return {
    name,
    mtu,
    flags: ['UP'],
    master: null,
    vrf: null,
    mac: null,
    listing: 'whole',
    at: { file: 'ip-link.txt', line: 1 },
  };
}

function sysctl(key: string, value: string | null): Sysctl[] {
  return value === null
    ? []
    : [{ key: `net.ipv4.${key}`, value, at: { file: 'sysctl.txt', line: 1 + key.length } }];
}

const deviceDefaults = {
  forwarding: '1',
  rp_filter: '0',
  accept_local: '0',
  route_localnet: '0',
  src_valid_mark: '0',
  send_redirects: '0',
  ignore_routes_with_linkdown: '0',
  bc_forwarding: '0',
};

const quietSysctls: Record<string, string> = Object.fromEntries(
  ['all', 'eth0', 'eth1'].flatMap((dev) =>
    Object.entries(deviceDefaults).map(([name, value]) => [`conf.${dev}.${name}`, value]),
  ),
);

import { type LoadedTable, shownTables } from './chains/loaded-tables.ts';
import type { Analysis } from '../model/analysis.ts';
import { recordsOf } from '../model/host-records.ts';
import type { IpSet } from '../model/ipset.ts';
import type { NetworkRecords } from '../model/network.ts';

/** The configuration of one host at one time; every set is there once, every table once for each tool that shows it. */
export interface HostState {
  readonly tables: readonly LoadedTable[];
  /** Null where the bundle has nothing of it. */
  readonly network: NetworkRecords | null;
  readonly ipsets: readonly IpSet[];
}

/** What a bundle says of a host. Of several dumps of one thing the last one counts. */
export function hostState(bundle: Pick<Analysis, 'rulesets' | 'hostRecords'>, host: string): HostState {
  const { network, ipsets } = recordsOf(bundle, host);
  return {
    tables: shownTables(bundle.rulesets, host),
    network: network === null ? null : eachOnce(network),
    ipsets: lastOf(ipsets, ({ name }) => name),
  };
}

/** Bundles often have `ip route` and `ip route show table all`, `ip link` and `ip addr`. */
function eachOnce(network: NetworkRecords): NetworkRecords {
  return {
    fibRules: lastOf(network.fibRules, ({ family, text }) => `${family} ${text}`),
    routes: lastOf(
      network.routes,
      ({ family, table, text }) => `${family} ${table} ${text.replace(/ table \S+/, '').trim()}`,
    ),
    links: lastOf(network.links, ({ name }) => name),
    tableNames: network.tableNames,
    addresses: lastOf(
      network.addresses,
      ({ dev, address, prefixLength }) => `${dev} ${address}/${prefixLength}`,
    ),
    sysctls: lastOf(network.sysctls, ({ key }) => key),
    neighbours: network.neighbours,
  };
}

function lastOf<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

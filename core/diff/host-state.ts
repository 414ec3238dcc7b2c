import type { Analysis } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import type { IpSet } from '../model/ipset.ts';
import type { NetworkRecords } from '../model/network.ts';
import type { Ruleset, Table } from '../model/ruleset.ts';

/** A table of a host with the family whose packets it sees. */
export interface HostTable {
  readonly family: Family;
  readonly source: Ruleset['source'];
  readonly table: Table;
}

/** The configuration of one host at one time; every table and every set is there once. */
export interface HostState {
  readonly tables: readonly HostTable[];
  /** Null where the bundle has nothing of it. */
  readonly network: NetworkRecords | null;
  readonly ipsets: readonly IpSet[];
}

/** What a bundle says of a host. Of several dumps of one thing the last one counts. */
export function hostState(
  { rulesets, networkOf, ipsetsOf }: Pick<Analysis, 'rulesets' | 'networkOf' | 'ipsetsOf'>,
  host: string,
): HostState {
  const tables = new Map<string, HostTable>();
  for (const { host: owner, ruleset } of rulesets) {
    if (owner !== host) continue;
    const { family, source } = ruleset;
    // nft's rulesets are not compared.
    if (family === null) continue;
    for (const table of ruleset.tables) tables.set(`${family} ${table.name}`, { family, source, table });
  }
  const network = networkOf(host);
  return {
    tables: [...tables.values()],
    network: network === null ? null : eachOnce(network),
    ipsets: lastOf(ipsetsOf(host), ({ name }) => name),
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

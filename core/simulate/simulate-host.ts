import { buildHostNetwork } from '../kernel/routing/host-network.ts';
import { loadedTables } from '../kernel/chains/loaded-tables.ts';
import { inSets } from '../kernel/match/set-membership.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import type { Table } from '../model/ruleset.ts';
import type { KnownRouting, Simulation } from '../model/simulation.ts';
import { simulate } from './simulate.ts';

type Bundle = Pick<Analysis, 'rulesets' | 'networkOf' | 'ipsetsOf' | 'conntrackOf'>;

/** Where a packet would go on a host of the bundle. Of several dumps of one table, the last one counts, of two tools iptables'. */
export function simulateOnHost(bundle: Bundle, host: string, packet: MatchPacket): Simulation {
  return hostSimulator(bundle, host)(packet);
}

/** The same for many packets of one host. */
export function hostSimulator(
  { rulesets, networkOf, ipsetsOf, conntrackOf }: Bundle,
  host: string,
): (packet: MatchPacket, routed?: KnownRouting | null) => Simulation {
  const records = networkOf(host);
  const network = records === null ? null : buildHostNetwork(records);
  const loaded = loadedTables(rulesets, host).map(({ table }) => table);
  const tables: Readonly<Record<Family, readonly Table[]>> = {
    ipv4: loaded.filter(({ family }) => family !== 'ip6'),
    ipv6: loaded.filter(({ family }) => family !== 'ip'),
  };
  const inSet = inSets(ipsetsOf(host));
  return (packet, routed = null) => {
    // What comes in by a bridge came in by one of its ports.
    const isBridge = [...(network?.links.values() ?? [])].some(
      ({ master }) => master !== null && master === packet.inInterface,
    );
    return simulate(
      { tables: tables[packet.family], network, inSet, routed, conntrack: conntrackOf(host) },
      isBridge ? { ...packet, physIn: null } : packet,
    );
  };
}

import { buildHostNetwork } from '../kernel/routing/host-network.ts';
import { loadedTables } from '../kernel/chains/loaded-tables.ts';
import { inSets } from '../kernel/match/set-membership.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import type { IpSet } from '../model/ipset.ts';
import type { ConntrackEntry, NetworkRecords } from '../model/network.ts';
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
  return stateSimulator({
    tables: loadedTables(rulesets, host).map(({ table }) => table),
    network: networkOf(host),
    ipsets: ipsetsOf(host),
    conntrack: conntrackOf(host),
  });
}

/** All that decides where a host's packets go. */
interface SimulatedState {
  /** Every table once. */
  readonly tables: readonly Table[];
  /** Null where nothing is known of it. */
  readonly network: NetworkRecords | null;
  readonly ipsets: readonly IpSet[];
  readonly conntrack: readonly ConntrackEntry[];
}

/** Where packets would go in a configuration that need not be any bundle's. */
export function stateSimulator(
  state: SimulatedState,
): (packet: MatchPacket, routed?: KnownRouting | null) => Simulation {
  const { conntrack } = state;
  const network = state.network === null ? null : buildHostNetwork(state.network);
  const tables: Readonly<Record<Family, readonly Table[]>> = {
    ipv4: state.tables.filter(({ family }) => family !== 'ip6'),
    ipv6: state.tables.filter(({ family }) => family !== 'ip'),
  };
  const inSet = inSets(state.ipsets);
  return (packet, routed = null) => {
    // What comes in by a bridge came in by one of its ports.
    const isBridge = [...(network?.links.values() ?? [])].some(
      ({ master }) => master !== null && master === packet.inInterface,
    );
    return simulate(
      { tables: tables[packet.family], network, inSet, routed, conntrack },
      isBridge ? { ...packet, physIn: null } : packet,
    );
  };
}

import { buildHostNetwork, type HostNetwork } from '../kernel/routing/host-network.ts';
import { loadedTables } from '../kernel/chains/loaded-tables.ts';
import { inSets } from '../kernel/match/set-membership.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import { type HostRecords, recordsOf } from '../model/host-records.ts';
import type { Table } from '../model/ruleset.ts';
import type { KnownRouting, Simulation } from '../model/simulation.ts';
import type { SeenRules } from '../kernel/walk/walk.ts';
import { simulate } from './simulate.ts';

/** What is asked of a bundle. */
export type Bundle = Pick<Analysis, 'rulesets' | 'hostRecords'>;

/** Where a packet would go on a host of the bundle. Of several dumps of one table, the last one counts, of two tools iptables'. */
export function simulateOnHost(bundle: Bundle, host: string, packet: MatchPacket): Simulation {
  return hostSimulator(bundle, host)(packet);
}

/** The same for many packets of one host. */
export function hostSimulator(
  bundle: Bundle,
  host: string,
): (packet: MatchPacket, routed?: KnownRouting | null) => Simulation {
  return stateSimulator(simulatedState(bundle, host));
}

/** All that decides where a host's packets go. */
export interface SimulatedState extends HostRecords {
  /** Every table once. */
  readonly tables: readonly Table[];
}

/** What a bundle has of a host. */
export function simulatedState(bundle: Bundle, host: string): SimulatedState {
  return {
    tables: loadedTables(bundle.rulesets, host).map(({ table }) => table),
    ...recordsOf(bundle, host),
  };
}

/** The same, ready to walk packets through. */
export interface PreparedState extends Pick<SimulatedState, 'ipsets' | 'conntrack'> {
  readonly network: HostNetwork | null;
  /** The tables that see the packets of each family. */
  readonly tables: Readonly<Record<Family, readonly Table[]>>;
}

export function preparedState({ tables, network, ipsets, conntrack }: SimulatedState): PreparedState {
  return {
    network: network === null ? null : buildHostNetwork(network),
    tables: {
      ipv4: tables.filter(({ family }) => family !== 'ip6'),
      ipv6: tables.filter(({ family }) => family !== 'ip'),
    },
    ipsets,
    conntrack,
  };
}

/** Where packets would go in a configuration that need not be any bundle's. */
export function stateSimulator(
  state: SimulatedState,
): (packet: MatchPacket, routed?: KnownRouting | null, seen?: SeenRules | null) => Simulation {
  const { tables, network, ipsets, conntrack } = preparedState(state);
  const inSet = inSets(ipsets);
  return (packet, routed = null, seen = null) => {
    // What comes in by a bridge came in by one of its ports.
    const isBridge = [...(network?.links.values() ?? [])].some(
      ({ master }) => master !== null && master === packet.inInterface,
    );
    return simulate(
      { tables: tables[packet.family], network, inSet, routed, conntrack, seen },
      isBridge ? { ...packet, physIn: null } : packet,
    );
  };
}

import { buildHostNetwork } from '../kernel/host-network.ts';
import { inSets } from '../kernel/match/set-membership.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Family } from '../model/family.ts';
import type { Table } from '../model/ruleset.ts';
import type { KnownRouting, Simulation } from '../model/simulation.ts';
import { simulate } from './simulate.ts';

type Bundle = Pick<Analysis, 'rulesets' | 'networkOf' | 'ipsetsOf' | 'conntrackOf'>;

/** Where a packet would go on a host of the bundle. Of several dumps of one table, the last one counts. */
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
  const tables: Record<Family, Map<string, Table>> = { ipv4: new Map(), ipv6: new Map() };
  for (const { host: owner, ruleset } of rulesets) {
    // The ways through nft's rulesets are not simulated.
    if (owner !== host || ruleset.family === null) continue;
    for (const table of ruleset.tables) tables[ruleset.family].set(table.name, table);
  }
  const inSet = inSets(ipsetsOf(host));
  return (packet, routed = null) => {
    // What comes in by a bridge came in by one of its ports.
    const isBridge = [...(network?.links.values() ?? [])].some(
      ({ master }) => master !== null && master === packet.inInterface,
    );
    return simulate({
      tables: [...tables[packet.family].values()],
      network,
      packet: isBridge ? { ...packet, physIn: null } : packet,
      inSet,
      routed,
      conntrack: conntrackOf(host),
    });
  };
}

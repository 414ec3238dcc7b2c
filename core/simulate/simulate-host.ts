import { buildHostNetwork } from '../kernel/host-network.ts';
import { inSets } from '../kernel/match/set-membership.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Table } from '../model/ruleset.ts';
import type { Simulation } from '../model/simulation.ts';
import { simulate } from './simulate.ts';

/** Where a packet would go on a host of the bundle. Of several dumps of one table, the last one counts. */
export function simulateOnHost(
  {
    rulesets,
    networkOf,
    ipsetsOf,
    conntrackOf,
  }: Pick<Analysis, 'rulesets' | 'networkOf' | 'ipsetsOf' | 'conntrackOf'>,
  host: string,
  packet: MatchPacket,
): Simulation {
  const records = networkOf(host);
  const network = records === null ? null : buildHostNetwork(records);
  const tables = new Map<string, Table>();
  for (const { host: owner, ruleset } of rulesets) {
    if (owner !== host || ruleset.family !== packet.family) continue;
    for (const table of ruleset.tables) tables.set(table.name, table);
  }
  // What comes in by a bridge came in by one of its ports.
  const isBridge = [...(network?.links.values() ?? [])].some(
    ({ master }) => master !== null && master === packet.inInterface,
  );
  return simulate({
    tables: [...tables.values()],
    network,
    packet: isBridge ? { ...packet, physIn: null } : packet,
    inSet: inSets(ipsetsOf(host)),
    conntrack: conntrackOf(host),
  });
}

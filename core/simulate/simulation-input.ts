import type { HostNetwork } from '../kernel/routing/host-network.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { ConntrackEntry } from '../model/network.ts';
import type { Table } from '../model/ruleset.ts';
import type { KnownRouting } from '../model/simulation.ts';

/** A packet that nobody has sent, and the host that it is for. */
export interface SimulationInput {
  /** The tables that see the packet's family, in the order of the dump; one that is not here is taken for not loaded. */
  readonly tables: readonly Table[];
  /** Null where the bundle has nothing of it: then routing is open. */
  readonly network: HostNetwork | null;
  /**
   * The packet as it comes in by `inInterface`; as a local process sends it where that is ''. `ctstates` is what
   * conntrack will make of it, one state.
   */
  readonly packet: MatchPacket;
  readonly inSet: MatchFacts['inSet'];
  /** Where the routing decision is known to have led, as when a log shows it; null to have it replayed. */
  readonly routed: KnownRouting | null;
  /** The host's connections, for a packet of one; empty where the bundle shows none. */
  readonly conntrack: readonly ConntrackEntry[];
}

import type { IpSet } from '../../model/ipset.ts';
import type { NftSet } from '../../model/ruleset.ts';
import type { HostNetwork } from '../routing/host-network.ts';
import type { MatchPacket } from './match-packet.ts';
import type { Holds } from './holds.ts';

/** What a rule may ask besides the packet: the host's addresses and routes, and its sets. */
export interface MatchFacts {
  /** Null where the bundle has nothing of it. */
  readonly network: HostNetwork | null;
  /**
   * Whether a set of ipset(8) holds the packet by those sides (`src`, `dst`, one for each dimension of the set);
   * `unknown` for a set that is not in the bundle.
   */
  readonly inSet: (set: string, sides: readonly string[], packet: MatchPacket) => Holds;
  /** The named sets and maps of the rule's own table in nft; left out where there are none. */
  readonly nftSets?: readonly NftSet[];
  /** The same sets as `inSet` asks, for the walk of many packets; left out where there are none. */
  readonly ipsets?: readonly IpSet[];
}

/** The facts of a bundle without any. */
export const noFacts: MatchFacts = { network: null, inSet: () => 'unknown' };

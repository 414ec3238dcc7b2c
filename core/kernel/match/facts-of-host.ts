import type { HostRecords } from '../../model/host-records.ts';
import { hostNetwork } from '../routing/host-network.ts';
import type { MatchFacts } from './match-facts.ts';
import { inSets } from './set-membership.ts';

/** What the rules of a host may ask besides the packet, from its files. */
export function factsOfHost({ network, ipsets }: Pick<HostRecords, 'network' | 'ipsets'>): MatchFacts {
  return { network: network === null ? null : hostNetwork(network), inSet: inSets(ipsets) };
}

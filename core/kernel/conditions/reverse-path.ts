import type { Condition } from '../../model/condition.ts';
import type { AddressValue } from '../address.ts';
import {
  isLimitedBroadcast,
  isLocalMulticast,
  isMulticast,
  isUnspecified,
  parseAddress,
} from '../address.ts';
import { fibLookup } from '../routing/fib-lookup.ts';
import type { HostNetwork } from '../routing/host-network.ts';
import type { FibFlow } from '../routing/match-fib-rule.ts';
import { vrfOf } from '../routing/routed-packet.ts';
import { type Judge, negate } from './judgement.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/**
 * rpfilter_mt() (net/ipv4/netfilter/ipt_rpfilter.c), and `fib saddr . iif oif` of nft (nft_fib4_eval(), which looks the
 * same route up): whether the way back to the source suits.
 */
export const judgeReversePath: Judge<'reverse-path'> = (condition, packet, facts) => {
  const answer = reversePathSuits(condition, packet, facts.network);
  const suits = answer === null ? 'unknown' : answer ? 'yes' : 'no';
  const { src, inInterface } = packet;
  return {
    verdict: negate(suits, condition.negated),
    why: { kind: 'reverse-path', src, inInterface, suits },
  };
};

/** rpfilter_lookup_reverse(). The IPv6 match looks up in a way of its own, which is not replayed. */
function reversePathSuits(
  { loose, byMark, acceptsLocal }: Extract<Condition, { kind: 'reverse-path' }>,
  packet: MatchPacket,
  network: HostNetwork | null,
): boolean | null {
  const { inInterface, src, dst } = packet;
  if (inInterface === 'lo') return true;
  const source = src === null ? null : parseAddress(src);
  const destination = dst === null ? null : parseAddress(dst);
  if (packet.family === 'ipv6' || !network || !inInterface || source === null || destination === null)
    return null;
  if (isMulticast(destination) && isUnspecified(source)) return isLocalMulticast(destination);
  const mark = byMark ? packet.mark : 0;
  if (mark === null || packet.tos === null) return null;

  const answer = fibLookup(
    network.fib.ipv4,
    flowBack(network, inInterface, source, destination, mark, packet.tos),
  );
  if (answer.kind === 'unknown') return null;
  if (answer.kind !== 'found') return false;
  const { type, nextHops } = answer.route;
  if (type !== 'unicast' && !(type === 'local' && acceptsLocal)) return false;
  return loose || nextHops.some((hop) => hop.dev === inInterface);
}

function flowBack(
  network: HostNetwork,
  dev: string,
  source: AddressValue,
  destination: AddressValue,
  mark: number,
  tos: number,
): FibFlow {
  const hasNoSource =
    isMulticast(destination) || isLimitedBroadcast(destination) || isUnspecified(destination);
  return {
    dst: source,
    src: hasNoSource ? 0 : destination,
    iif: 'lo',
    oif: null,
    mark,
    tos,
    protocol: '0',
    sport: 0,
    dport: 0,
    uid: 0,
    vrf: vrfOf(network, dev),
  };
}

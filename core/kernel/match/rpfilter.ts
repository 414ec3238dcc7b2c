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
import type { Asked, Judgement, OptionMatch, OptionMatches } from './judgement.ts';
import { always, unknowable } from './judgement.ts';
import type { MatchPacket } from './match-packet.ts';

/**
 * rpfilter_mt() (net/ipv4/netfilter/ipt_rpfilter.c): `--loose --validmark --accept-local --invert`. The match holds
 * where the reverse path suits. Its options change one question, which is decided with the first of them.
 */
export const rpfilter = {
  '': judgeOnce,
  '--loose': judgeOnce,
  '--validmark': judgeOnce,
  '--accept-local': judgeOnce,
  '--invert': judgeOnce,
} satisfies OptionMatches;

function judgeOnce(asked: Asked): Judgement {
  const own = asked.rule.conditions.filter(({ module }) => module === 'rpfilter');
  return own[0] === asked.condition ? judgeReversePath(asked) : always('it belongs to the reverse path');
}

const judgeReversePath: OptionMatch = ({ rule, packet, facts }) => {
  const has = (option: string): boolean => rule.conditions.some((condition) => condition.option === option);
  const suits = reversePathSuits(packet, facts.network, has);
  if (suits === null) return unknowable(`the way back to ${packet.src ?? 'the source'} is not known`);
  const said = `the way back to ${packet.src} ${suits ? 'suits' : 'does not suit'} ${packet.inInterface}`;
  return { verdict: suits === has('--invert') ? 'no' : 'yes', said };
};

/** rpfilter_lookup_reverse(). The IPv6 match looks up in a way of its own, which is not replayed. */
function reversePathSuits(
  packet: MatchPacket,
  network: HostNetwork | null,
  has: (option: string) => boolean,
): boolean | null {
  const { inInterface, src, dst } = packet;
  if (inInterface === 'lo') return true;
  const source = src === null ? null : parseAddress(src);
  const destination = dst === null ? null : parseAddress(dst);
  if (packet.family === 'ipv6' || !network || !inInterface || source === null || destination === null)
    return null;
  if (isMulticast(destination) && isUnspecified(source)) return isLocalMulticast(destination);
  const mark = has('--validmark') ? packet.mark : 0;
  if (mark === null || packet.tos === null) return null;

  const answer = fibLookup(
    network.fib.ipv4,
    flowBack(network, inInterface, source, destination, mark, packet.tos),
  );
  if (answer.kind === 'unknown') return null;
  if (answer.kind !== 'found') return false;
  const { type, nextHops } = answer.route;
  if (type !== 'unicast' && !(type === 'local' && has('--accept-local'))) return false;
  return has('--loose') || nextHops.some((hop) => hop.dev === inInterface);
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

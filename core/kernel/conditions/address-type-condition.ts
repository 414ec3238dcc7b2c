import { isMulticast, isUnspecified, parseAddress } from '../address.ts';
import type { Condition } from '../../model/condition.ts';
import { addressTypes, localEntry } from '../match/address-type.ts';
import type { Holds } from '../match/holds.ts';
import { type Judge, type Judgement, negate } from './judgement.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';

type AddressType = Extract<Condition, { kind: 'address-type' }>;

/** addrtype_mt_v1() (net/netfilter/xt_addrtype.c), and `fib daddr type` of nft. */
export const judgeAddressType: Judge<'address-type'> = (condition, packet, facts) => {
  const { side, types: wanted, negated } = condition;
  const address = packet[side];
  const judged = (holds: Holds, type: string | null): Judgement => ({
    verdict: negate(holds, negated),
    why: { kind: 'address-type', side, address, type },
  });
  if (address === null) return judged('unknown', null);
  if (packet.family === 'ipv6') return judgeIpv6(condition, packet, facts, address);
  const types = addressTypes(facts.network, address, limitingInterface(condition, packet));
  const fits = types.filter((type) => wanted.includes(type)).length;
  const holds = fits === types.length ? 'yes' : fits === 0 ? 'no' : 'unknown';
  return judged(holds, types.length === 1 ? (types[0] ?? null) : null);
};

function limitingInterface(
  { limitedTo }: AddressType,
  packet: MatchPacket,
): string | { readonly unknown: true } | null {
  if (limitedTo === null) return null;
  return (limitedTo === 'in' ? packet.inInterface : packet.outInterface) ?? { unknown: true };
}

/** match_type6(): unlike IPv4, an address must be of each of the types UNICAST, MULTICAST and UNSPEC that are named. */
function judgeIpv6(condition: AddressType, packet: MatchPacket, facts: MatchFacts, text: string): Judgement {
  const { side, types: wanted, negated } = condition;
  const judged = (holds: Holds, type: string | null): Judgement => ({
    verdict: negate(holds, negated),
    why: { kind: 'address-type', side, address: text, type },
  });
  const address = parseAddress(text);
  if (typeof address !== 'bigint') return judged('unknown', null);
  const isMapped = address >> 32n === 0xffffn;
  const isUnicast = !isMulticast(address) && !isUnspecified(address) && !isMapped;
  const failed =
    (wanted.includes('MULTICAST') && !isMulticast(address)) ||
    (wanted.includes('UNICAST') && !isUnicast) ||
    (wanted.includes('UNSPEC') && !isUnspecified(address));
  const looksUp = wanted.filter((type) => ['LOCAL', 'ANYCAST', 'UNREACHABLE'].includes(type));
  if (failed || looksUp.length === 0)
    return {
      verdict: negate(failed ? 'no' : 'yes', negated),
      why: { kind: 'address-itself', address: text },
    };

  const entry =
    limitingInterface(condition, packet) === null ? localEntry(facts.network, 'ipv6', address) : 'unknown';
  // Whether no route leads there, only a full lookup would tell.
  if (entry === 'unknown' || (entry === null && looksUp.includes('UNREACHABLE')))
    return judged('unknown', null);
  const type = entry?.type.toUpperCase() ?? 'UNICAST';
  return judged(looksUp.includes(type) ? 'yes' : 'no', type);
}

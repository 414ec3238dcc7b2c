import { parseAddress } from '../../kernel/address.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { InputPacket } from '../../kernel/routing/routed-packet.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';

/**
 * What the routing decision looks at: the header that the packet has when it leaves PREROUTING. A line of nat shows the
 * header before its rule rewrites it, so the destination of a DNAT rule is taken from the rule.
 */
export function inputPacket(ending: JourneyEnd): InputPacket {
  const rewritten = onlyDestination(ending);
  return {
    family: ending.family,
    src: ending.src,
    dst: rewritten?.address ?? ending.dst,
    iif: ending.inInterface,
    mark: ending.mark,
    tos: ending.tos,
    protocol: ending.protocol,
    sport: ending.sport,
    dport: rewritten?.port ?? ending.dport,
    ttl: ending.ttl,
    length: ending.lengthBytes,
    df: ending.dontFragment,
  };
}

/** The one destination of a DNAT rule; null for ranges and maps, from which conntrack picks one. */
export function onlyDestination(ending: JourneyEnd): { address: string; port: number | null } | null {
  const { rule } = ending.last;
  const nat = rule === null || !endsInNat(ending) ? null : natOf(rule.spec);
  if (nat === null || nat.type !== 'dnat' || nat.map !== null) return null;
  const { address, ports } = nat.to;
  if (address === null || address.first !== address.last || parseAddress(address.first) === null) return null;
  if (ports === null) return { address: address.first, port: null };
  return ports === 'shifted' || ports[0] !== ports[1] ? null : { address: address.first, port: ports[0] };
}

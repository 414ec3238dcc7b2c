import { parseAddress } from '../../kernel/address.ts';
import { natRange } from '../../kernel/walk/nat-range.ts';
import { optionOf } from '../../kernel/walk/target-options.ts';
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

/** `--to-destination 10.2.0.9:80`, `[2001:db8::9]:80`; null for ranges, of which conntrack picks one. */
export function onlyDestination(ending: JourneyEnd): { address: string; port: number | null } | null {
  const { rule } = ending.last;
  if (!endsInNat(ending) || rule?.target?.name !== 'DNAT') return null;
  const { address, ports } = natRange(optionOf(rule.target.options, '--to-destination'));
  if (address === null || parseAddress(address) === null || ports === 'unknown') return null;
  if (ports === null) return { address, port: null };
  return ports[0] === ports[1] ? { address, port: ports[0] } : null;
}

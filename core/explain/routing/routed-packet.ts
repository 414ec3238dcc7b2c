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
  const { options } = rule.target;
  const value = options[options.indexOf('--to-destination') + 1] ?? '';
  const found = /^(?:([0-9.]+)|\[([0-9a-f:]+)\])(?::(\d+))?$|^([0-9a-f:]+)$/i.exec(value);
  const [, ipv4, bracketed, port = '', ipv6] = found ?? [];
  const address = ipv4 ?? bracketed ?? ipv6 ?? '';
  return address === '' ? null : { address, port: port === '' ? null : Number(port) };
}

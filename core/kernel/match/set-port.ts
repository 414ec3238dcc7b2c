import { protocolNumber } from '../protocol-number.ts';
import { icmp6Types, icmpTypes } from './icmp-type-names.ts';
import type { MatchPacket } from './match-packet.ts';
import { portRange } from './port-range.ts';

const [icmp, tcp, udp, icmpv6, sctp, udplite] = [1, 6, 17, 58, 132, 136];

/**
 * Whether a packet has the port of an element: `udp:53`, `80` and `80-90` (both TCP), `icmp:echo-request`, `gre:0`.
 * Null where that is not known. As ip_set_get_ip4_port() (net/netfilter/ipset/ip_set_getport.c): later fragments of
 * protocols with ports have none; `onlyNumbers` is bitmap:port, which stores no protocol and takes TCP and UDP.
 */
export function matchesSetPort(
  part: string,
  side: 'src' | 'dst',
  packet: MatchPacket,
  onlyNumbers: boolean,
): boolean | null {
  const colon = part.indexOf(':');
  const wanted = colon < 0 ? tcp : protocolNumber(part.slice(0, colon));
  const own = packet.protocol === null ? null : protocolNumber(packet.protocol);
  if (own === null || wanted === null) return null;
  if (onlyNumbers ? own !== tcp && own !== udp : own !== wanted) return false;
  const isIcmp = own === icmp || own === icmpv6;
  if (!isIcmp && ![tcp, udp, sctp, udplite].includes(own)) return true;
  if (packet.fragmentOffset !== null && packet.fragmentOffset > 0) return false;
  const written = part.slice(colon + 1);
  if (isIcmp) return matchesType(written, packet, own === icmp ? icmpTypes : icmp6Types);
  const range = portRange(/^\d+-\d+$/.test(written) ? written.replace('-', ':') : written);
  const port = side === 'src' ? packet.sport : packet.dport;
  return range === null || port === null ? null : range[0] <= port && port <= range[1];
}

/** A type without a code has code 0. */
function matchesType(
  written: string,
  { icmpType, icmpCode }: MatchPacket,
  names: ReadonlyMap<string, string>,
): boolean | null {
  const [type = NaN, code = 0] = (names.get(written.toLowerCase()) ?? written).split('/').map(Number);
  if (Number.isNaN(type) || icmpType === null) return null;
  if (type !== icmpType) return false;
  return icmpCode === null || Number.isNaN(code) ? null : code === icmpCode;
}

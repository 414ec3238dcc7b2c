import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { FixedService } from '../model/fix.ts';

/** What a fix lets through: the service that the packet is for, or, of an answer, the one that it comes from. */
export interface Opened {
  readonly service: FixedService;
  /** The packet answers: the service is its source. */
  readonly answers: 'yes' | 'no';
  readonly iptables: string;
  readonly nft: string;
}

/**
 * The narrowest words that select the packet's service and no single client: protocol, destination and port. An answer
 * has its client's port as destination, so it goes by its source and the state of its connection.
 */
export function openedFor(packet: MatchPacket, state: 'INVALID' | null): Opened {
  const { family, protocol, src, dst, sport, dport, icmpType, ctstates } = packet;
  const isAnswer = state === null && ctstates?.[0] === 'ESTABLISHED' && !isToService(packet);
  const length = family === 'ipv6' ? 128 : 32;
  const ip = family === 'ipv6' ? 'ip6' : 'ip';
  const [address, port] = isAnswer ? [src, sport] : [dst, dport];
  const proto = protocol ?? 'all';
  const isIcmp = proto === 'icmp' || proto === 'icmpv6' || proto === 'ipv6-icmp';
  const ports = port !== null && !isIcmp;
  const icmpWords = proto === 'icmp' ? '--icmp-type' : '--icmpv6-type';
  const related = isIcmp && ctstates?.[0] === 'RELATED';
  const states = state ?? (isAnswer ? 'ESTABLISHED' : related ? 'RELATED' : null);
  const iptables = [
    `-p ${proto}`,
    `-${isAnswer ? 's' : 'd'} ${address}/${length}`,
    ...(ports ? [`--${isAnswer ? 'sport' : 'dport'} ${port}`] : []),
    ...(isIcmp && icmpType !== null ? [`${icmpWords} ${icmpType}`] : []),
    ...(states === null ? [] : [`-m conntrack --ctstate ${states}`]),
  ];
  const nft = [
    `${ip} ${isAnswer ? 'saddr' : 'daddr'} ${address}`,
    ports
      ? `${proto} ${isAnswer ? 'sport' : 'dport'} ${port}`
      : isIcmp && icmpType !== null
        ? `${proto === 'icmp' ? 'icmp' : 'icmpv6'} type ${icmpType}`
        : `meta l4proto ${proto}`,
    ...(states === null ? [] : [`ct state ${states.toLowerCase()}`]),
  ];
  return {
    service: {
      protocol: proto,
      dst: address ?? '',
      dport: ports ? port : null,
      icmpType: isIcmp ? icmpType : null,
    },
    answers: isAnswer ? 'yes' : 'no',
    iptables: iptables.join(' '),
    nft: nft.join(' '),
  };
}

/** Of two ports the lower is the service's; a client's is drawn from above. */
function isToService({ sport, dport }: MatchPacket): boolean {
  return sport === null || dport === null || dport < sport;
}

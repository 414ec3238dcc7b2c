import { formatAddress } from '../address.ts';
import { type MatchPacket, unknownPacket } from '../match/match-packet.ts';
import { portProtocols } from '../protocol-number.ts';
import { type HeaderSpace, headerStates } from '../sets/header-space.ts';
import type { SampledHeader } from '../sets/sample.ts';
import { plainIcmpCode, plainLinkType, plainTcpFlags } from './field-cases.ts';

/** Whether packets come in, or are the host's own. */
export type Direction = 'arriving' | 'own';

/**
 * What all plain packets have besides their header: TTL 64, no TOS, no fragments; their length and MAC address are not
 * known. What the header tells is null.
 */
export function plainPacket({ family }: HeaderSpace, direction: Direction): MatchPacket {
  const isOwn = direction === 'own';
  return {
    ...unknownPacket(family),
    inInterface: isOwn ? '' : null,
    outInterface: '',
    physIn: isOwn ? '' : null,
    physOut: '',
    srcMac: isOwn ? '' : null,
    tos: 0,
    ecn: 0,
    ttl: 64,
    fragmentOffset: 0,
    owner: isOwn ? { uid: null, gid: null } : 'none',
  };
}

/** The plain packet with a header; its port of a bridge is not known where it came in by one of `bridges`. */
export function packetWith(
  space: HeaderSpace,
  header: SampledHeader,
  direction: Direction,
  bridges: ReadonlySet<string>,
): MatchPacket {
  const protocol = Number(header.protocol);
  const hasPorts = portProtocols.includes(protocol);
  const isIcmp = protocol === 1 || protocol === 58;
  const state = headerStates[Number(header.state)] ?? 'NEW';
  const icmpType = isIcmp ? Number(header.icmpType) : null;
  const from = space.interfaces[Number(header.in)] ?? null;
  return {
    ...plainPacket(space, direction),
    protocol: String(protocol),
    src: formatAddress(header.src),
    dst: formatAddress(header.dst),
    sport: hasPorts ? Number(header.sport) : null,
    dport: hasPorts ? Number(header.dport) : null,
    icmpType,
    icmpCode: icmpType === null ? null : plainIcmpCode(icmpType),
    tcpFlags: protocol === 6 ? plainTcpFlags(state) : null,
    linkType: plainLinkType(header.dst),
    mark: Number(header.mark),
    ctstates: [state],
    ...(direction === 'arriving'
      ? { inInterface: from, physIn: from !== null && bridges.has(from) ? null : '' }
      : {}),
  };
}

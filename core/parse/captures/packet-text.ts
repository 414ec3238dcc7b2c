import type { SeenPacket } from '../../model/witness.ts';

/** A packet of a capture in one line, much as tcpdump would print it; the text of its evidence. */
export function packetText(packet: Omit<SeenPacket, 'at'>): string {
  const { time, interface: dev, direction, src, dst, sport, dport, tcpFlags } = packet;
  const end = (address: string, port: number | null): string =>
    port === null ? address : `${address}.${port}`;
  const way = direction === null ? '' : direction === 'in' ? ' In' : ' Out';
  const words = [
    tcpFlags === null ? (packet.protocol ?? '').toUpperCase() : `Flags [${tcpFlags || 'none'}]`,
    ...named('seq', packet.seq),
    ...named('type', packet.icmpType),
    ...named('code', packet.icmpCode),
    ...named('icmp id', packet.icmpId),
    ...named('icmp seq', packet.icmpSeq),
    ...named('udp port unreachable', packet.refusedPort),
    ...named('ip id', packet.ipId),
    ...named('length', packet.lengthBytes),
  ];
  const before = [time, dev === null ? way.trim() : `${dev}${way}`].filter((word) => word);
  return `${[...before, 'IP'].join(' ')} ${end(src, sport)} > ${end(dst, dport)}: ${words.join(', ')}`;
}

function named(name: string, value: number | null): string[] {
  return value === null ? [] : [`${name} ${value}`];
}

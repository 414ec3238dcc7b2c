import type { SeenPacket } from '../../model/witness.ts';
import { refusedPort } from './refused-port.ts';

/** What the transport protocol's header says. */
export type TransportFields = Pick<
  SeenPacket,
  | 'protocol'
  | 'sport'
  | 'dport'
  | 'tcpFlags'
  | 'seq'
  | 'icmpType'
  | 'icmpCode'
  | 'icmpId'
  | 'icmpSeq'
  | 'refusedPort'
>;

/** Reads the beginning of a transport header; what is cut away, or is of another protocol, is null. */
export function transportFields(protocol: number, bytes: Uint8Array): TransportFields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (length: number): boolean => bytes.length >= length;
  const hasPorts = withPorts.has(protocol) && has(4);
  const isTcp = protocol === numbers.tcp;
  const isIcmp = protocol === numbers.icmp || protocol === numbers.icmpv6;
  const icmpType = isIcmp && has(2) ? view.getUint8(0) : null;
  const hasIcmpId = icmpType !== null && has(8) && queries(protocol).has(icmpType);
  return {
    protocol: names.get(protocol) ?? String(protocol),
    sport: hasPorts ? view.getUint16(0) : null,
    dport: hasPorts ? view.getUint16(2) : null,
    tcpFlags: isTcp && has(14) ? flagLetters(view.getUint8(13)) : null,
    seq: isTcp && has(8) ? view.getUint32(4) : null,
    icmpType,
    icmpCode: icmpType === null ? null : view.getUint8(1),
    icmpId: hasIcmpId ? view.getUint16(4) : null,
    icmpSeq: hasIcmpId ? view.getUint16(6) : null,
    refusedPort: refusedPort(protocol, bytes),
  };
}

const numbers = { icmp: 1, tcp: 6, icmpv6: 58 } as const;

/** The protocols that a kernel log or a packet summary names; others go by their number. */
const names: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'],
  [2, 'igmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmpv6'],
  [132, 'sctp'],
  [136, 'udplite'],
]);

/** TCP, UDP, DCCP, SCTP, UDP-Lite begin with the ports. */
const withPorts: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

/** The ICMP types with an identifier and a sequence number: echo, timestamp, information, address mask. */
function queries(protocol: number): ReadonlySet<number> {
  return protocol === numbers.icmp ? icmpQueries : icmpv6Queries;
}
const icmpQueries: ReadonlySet<number> = new Set([0, 8, 13, 14, 15, 16, 17, 18]);
const icmpv6Queries: ReadonlySet<number> = new Set([128, 129]);

/** tcpdump's letters, in its order. */
function flagLetters(flags: number): string {
  return [...'FSRP.UEW'].filter((_, bit) => flags & (1 << bit)).join('');
}

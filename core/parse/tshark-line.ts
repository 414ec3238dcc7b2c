import type { SeenPacket } from '../model/network.ts';
import { addressFamily } from './ip-text.ts';

/**
 * A packet in tshark's default columns (tshark(1)): number, seconds since the first packet, source, destination,
 * protocol, length, info; null for other lines. Ports are shown for plain TCP and UDP only.
 *
 *     1   0.000000 192.168.64.1 → 192.168.64.4 TCP 74 52842 → 10000 [SYN] Seq=0 Win=64240 Len=0
 *     4   0.000979 192.168.64.1 → 192.168.64.4 HTTP 84 GET / HTTP/1.0
 */
export function tsharkPacket(line: string): Omit<SeenPacket, 'at'> | null {
  const match = columns.exec(line);
  if (!match) return null;
  const [, time = '', src = '', dst = '', protocol = '', info = ''] = match;
  if (addressFamily(src) === null || addressFamily(dst) === null) return null;
  const [, sport, dport, flags] = ports.exec(info) ?? [];
  return {
    interface: null,
    direction: null,
    time,
    src,
    dst,
    protocol: transport.get(protocol) ?? null,
    sport: sport === undefined ? null : Number(sport),
    dport: dport === undefined ? null : Number(dport),
    tcpFlags: flags === undefined ? null : tcpdumpFlags(flags),
    ipId: null,
    seq: null,
    lengthBytes: null,
    icmpType: null,
    icmpCode: null,
    icmpId: null,
    icmpSeq: null,
  };
}

const columns =
  /^\s*\d+\s+([\d.]+|\d{4}-\d\d-\d\d \S+)\s+(\S+)\s+(?:→|->)\s+(\S+)\s+(\S+)\s+\d+(?:\s+(.*))?$/;
const ports = /^(?:\[[^\]]*\] ?)*(\d+)\s+(?:→|->)\s+(\d+)(?:\s+\[([A-Z, ]+)\])?/;

const transport: ReadonlyMap<string, string> = new Map([
  ['TCP', 'tcp'],
  ['UDP', 'udp'],
  ['ICMP', 'icmp'],
  ['ICMPv6', 'icmpv6'],
  ['IGMPv2', 'igmp'],
  ['IGMPv3', 'igmp'],
  ['SCTP', 'sctp'],
  ['GRE', 'gre'],
  ['ESP', 'esp'],
]);

/** `SYN, ACK` in the letters and the order of tcpdump: `S.` */
function tcpdumpFlags(names: string): string {
  const present = new Set(names.split(/,\s*/));
  return tcpdumpLetters
    .filter(([name]) => present.has(name))
    .map(([, letter]) => letter)
    .join('');
}

const tcpdumpLetters: readonly (readonly [string, string])[] = [
  ['FIN', 'F'],
  ['SYN', 'S'],
  ['RST', 'R'],
  ['PSH', 'P'],
  ['ACK', '.'],
  ['URG', 'U'],
  ['ECE', 'E'],
  ['CWR', 'W'],
];

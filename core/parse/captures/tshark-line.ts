import type { SeenPacket } from '../../model/witness.ts';
import { addressFamily } from '../text/ip-text.ts';
import { noIcmp } from './tcpdump-icmp.ts';

/**
 * A packet in tshark's default columns (tshark(1)): number, seconds since the first packet, source, destination,
 * protocol, length, info; null for other lines. Ports are shown for plain TCP and UDP only.
 *
 *     1   0.000000 192.168.64.1 → 192.168.64.4 TCP 74 52842 → 10000 [SYN] Seq=0 Win=64240 Len=0
 *     4   0.000979 192.168.64.1 → 192.168.64.4 HTTP 84 GET / HTTP/1.0
 *     9   1.200000 192.168.64.1 → 192.168.64.4 ICMP 98 Echo (ping) request  id=0x4297, seq=1/256, ttl=64
 */
export function tsharkPacket(line: string): Omit<SeenPacket, 'at'> | null {
  const match = columns.exec(line);
  if (!match) return null;
  const [, time = '', src = '', dst = '', name = '', info = ''] = match;
  if (addressFamily(src) === null || addressFamily(dst) === null) return null;
  const [, sport, dport, flags] = ports.exec(info) ?? [];
  const protocol = transport.get(name) ?? null;
  return {
    interface: null,
    direction: null,
    time,
    src,
    dst,
    protocol,
    sport: sport === undefined ? null : Number(sport),
    dport: dport === undefined ? null : Number(dport),
    tcpFlags: flags === undefined ? null : tcpdumpFlags(flags),
    ipId: null,
    seq: flags === undefined ? null : sequenceOf(flags, info),
    checksum: null,
    lengthBytes: protocol === 'udp' ? udpLength(info, src.includes(':')) : null,
    ...(protocol === 'icmp' || protocol === 'icmpv6' ? icmpOf(info, protocol) : noIcmp),
  };
}

const columns =
  /^\s*\d+\s+([\d.]+|\d{4}-\d\d-\d\d \S+)\s+(\S+)\s+(?:→|->)\s+(\S+)\s+(\S+)\s+\d+(?:\s+(.*))?$/s;
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

/** Counted from the connection's first number, unless tshark was told otherwise: then a SYN's is not 0. */
function sequenceOf(flags: string, info: string): number | null {
  const seq = /\bSYN\b/.test(flags) ? Number(/ Seq=(\d{1,10})\b/.exec(info)?.[1] ?? 0) : 0;
  return seq === 0 ? null : seq;
}

function udpLength(info: string, isIpv6: boolean): number | null {
  const bytes = / Len=(\d{1,5})$/.exec(info)?.[1];
  return bytes === undefined ? null : Number(bytes) + 8 + (isIpv6 ? 40 : 20);
}

function icmpOf(info: string, protocol: string): typeof noIcmp {
  const [, word, id, seq] =
    /^Echo \(ping\) (request|reply)\s+id=0x([0-9a-f]{1,4}), seq=(\d{1,5})/.exec(info) ?? [];
  if (word !== undefined) {
    const request = word === 'request';
    const icmpType = protocol === 'icmp' ? (request ? 8 : 0) : request ? 128 : 129;
    return { ...noIcmp, icmpType, icmpCode: 0, icmpId: parseInt(id ?? '', 16), icmpSeq: Number(seq) };
  }
  const [, icmpType, icmpCode] = (protocol === 'icmp' ? errors : errorsIpv6).find(([words]) =>
    info.startsWith(words),
  ) ?? [null, null, null];
  return { ...noIcmp, icmpType, icmpCode };
}

/** As wireshark's packet-icmp.c and packet-icmpv6.c name them; the more telling words first. */
const errors: readonly (readonly [words: string, type: number, code: number | null])[] = [
  ['Destination unreachable (Network unreachable)', 3, 0],
  ['Destination unreachable (Host unreachable)', 3, 1],
  ['Destination unreachable (Protocol unreachable)', 3, 2],
  ['Destination unreachable (Port unreachable)', 3, 3],
  ['Destination unreachable (Fragmentation needed)', 3, 4],
  ['Destination unreachable (Communication administratively filtered)', 3, 13],
  ['Destination unreachable', 3, null],
  ['Redirect', 5, null],
  ['Time-to-live exceeded (Time to live exceeded in transit)', 11, 0],
  ['Time-to-live exceeded', 11, null],
];
const errorsIpv6: typeof errors = [
  ['Destination Unreachable', 1, null],
  ['Packet Too Big', 2, 0],
  ['Time Exceeded', 3, null],
];

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

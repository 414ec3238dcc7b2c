import type { SeenPacket } from '../../model/witness.ts';
import { frameLength, type IpHead, plainLine, takeIpv6Head } from './tcpdump-head.ts';
import { icmpOfTcpdump, noIcmp } from './tcpdump-icmp.ts';
import { addressFamily } from '../text/ip-text.ts';

/**
 * A packet in the one-line form of `tcpdump -n` (tcpdump(1)), with `-e` and any of the `-t` forms of the time; null
 * for other lines. Ports stand after the address: `192.0.2.1.443`, `fd00::1.443`.
 *
 *   2026-11-21 07:53:14.218358 52:54:00:84:3d:00 > 52:54:00:a7:40:88, ethertype IPv4 (0x0800), length 74: 192.168.64.1.52842 > 192.168.64.4.10000: Flags [S], seq 624890711, win 64240, length 0
 *   07:53:14.218358 eth0  In  IP 192.168.64.1.52842 > 192.168.64.4.53: UDP, length 32            with -i any
 *   07:53:14.218358 IP 192.168.64.1 > 192.168.64.4: ICMP echo request, id 17047, seq 1, length 64
 *
 * `head` is the line before it, where -v has put the IPv4 header on a line of its own.
 */
export function tcpdumpPacket(line: string, head: IpHead | null = null): Omit<SeenPacket, 'at'> | null {
  if (line.length > LONGEST_LINE) return null;
  const { text, lengthBytes: ipv6Bytes } = takeIpv6Head(line);
  const match = (head === null ? packetLine : packetAfterHead).exec(text);
  if (!match) return null;
  const before = head ?? plainLine(match[1] ?? '');
  const [, , source = '', destination = '', rest = ''] = match;
  const src = endpoint(source);
  const dst = endpoint(destination);
  if (!src || !dst) return null;
  const flags = /^Flags \[([^\]]*)\]/.exec(rest)?.[1] ?? null;
  const protocol = protocolOf(rest, flags, src.port !== null || dst.port !== null);
  const isIpv6 = src.address.includes(':');
  return {
    interface: before.interface,
    direction: before.direction,
    time: before.time,
    src: src.address,
    dst: dst.address,
    protocol,
    sport: src.port,
    dport: dst.port,
    tcpFlags: flags === 'none' ? '' : flags,
    ipId: head?.ipId ?? null,
    seq: sequenceOf(rest, flags),
    checksum: checksumIn(rest),
    lengthBytes:
      head?.lengthBytes ?? ipv6Bytes ?? frameLength(match[1] ?? '') ?? lengthFromBody(rest, protocol, isIpv6),
    ...(protocol === 'icmp' || protocol === 'icmpv6' ? icmpOfTcpdump(rest) : noIcmp),
  };
}

/** With all that -v prints of a packet; a longer line is none, and reading it would take the square of its length. */
const LONGEST_LINE = 4096;
/** An address, and a port by its name. */
const LONGEST_ENDPOINT = 80;

const packetLine =
  /^(.*?(?:IP6?\s{1,9}|length \d{1,9}: |, ))([0-9a-f:.]{1,50}(?:\.[\w-]{1,40})?) > ([0-9a-f:.]{1,50}(?:\.[\w-]{1,40})?): ?(.*)$/is;
const packetAfterHead =
  /^(\s+)([0-9a-f:.]{1,50}(?:\.[\w-]{1,40})?) > ([0-9a-f:.]{1,50}(?:\.[\w-]{1,40})?): ?(.*)$/is;

/** An address with an optional port after a dot: an IPv4 address has four numbers, a fifth is the port. */
function endpoint(text: string): { address: string; port: number | null } | null {
  if (text.length > LONGEST_ENDPOINT) return null;
  const ipv4 = /^(\d+\.\d+\.\d+\.\d+)(?:\.(\d+|[a-z][\w-]*))?$/.exec(text);
  const ipv6 = ipv4 ?? /^([0-9a-f]*:[0-9a-f:]*)(?:\.(\d+|[a-z][\w-]*))?$/i.exec(text);
  const [, address = '', port] = ipv6 ?? [];
  if (addressFamily(address) === null) return null;
  const number = port !== undefined && /^\d+$/.test(port) ? Number(port) : null;
  return number !== null && number > 0xffff ? null : { address, port: number };
}

/** tcpdump names TCP by its flags; what else has ports and is not named is UDP, whose payload it describes instead. */
function protocolOf(rest: string, flags: string | null, hasPorts: boolean): string | null {
  if (flags !== null || /^tcp \d/.test(rest)) return 'tcp';
  if (/^(?:HBH (?:\([^)]*\) )*(?:\[[^\]]*\] )?)?(?:\[[^\]]*\] )?ICMP6/.test(rest)) return 'icmpv6';
  const named = /^(?:HBH )?(ICMP|igmp|ESP|AH|GREv\d|sctp|VRRPv\d|OSPFv\d|PIMv\d)\b/.exec(rest)?.[1];
  if (named !== undefined) return named.toLowerCase().replace(/v\d$/, '');
  return hasPorts ? 'udp' : null;
}

/** `cksum 0x1652 (incorrect -> 0x8a21)`, `[bad udp cksum 0xfe3a -> 0x1c2d!]`, `(wrong icmp cksum 1a2b (->3c4d)!)`. */
function checksumIn(rest: string): SeenPacket['checksum'] {
  if (/cksum 0x[\da-f]{1,4} \(incorrect|\[bad \w+ cksum|\(wrong \w+ cksum/.test(rest)) return 'wrong';
  return /cksum 0x[\da-f]{1,4} \(correct\)|\[\w+ sum ok\]/.test(rest) ? 'right' : null;
}

/** Only in a SYN is SEQ surely the packet's own; after it tcpdump counts from the first number that it saw. */
function sequenceOf(rest: string, flags: string | null): number | null {
  const seq = flags?.includes('S') === true ? /, seq (\d{1,10})[,:]/.exec(rest)?.[1] : undefined;
  return seq === undefined ? null : Number(seq);
}

/** `UDP, length 32` is the payload's, `ICMP ..., length 64` that of the ICMP header and all after it. */
function lengthFromBody(rest: string, protocol: string | null, isIpv6: boolean): number | null {
  const ip = isIpv6 ? 40 : 20;
  const udp = /^(?:\[[^\]]*\] )?UDP, (?:bad length \d+ > )?length (\d{1,5})$/.exec(rest)?.[1];
  if (udp !== undefined) return Number(udp) + 8 + ip;
  const icmp =
    protocol === 'icmp' || protocol === 'icmpv6' ? /, length (\d{1,5})$/.exec(rest)?.[1] : undefined;
  return icmp === undefined || / HBH /.test(rest) ? null : Number(icmp) + ip;
}

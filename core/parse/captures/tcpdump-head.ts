import type { SeenPacket } from '../../model/witness.ts';

/** What stands before a packet's addresses: time, interface, and with -v the IPv4 header. */
export interface IpHead extends Pick<SeenPacket, 'interface' | 'direction' | 'time'> {
  readonly ipId: number | null;
  readonly lengthBytes: number | null;
}

/**
 * The line that `tcpdump -v` puts before that of an IPv4 packet; null for other lines.
 *
 *   07:53:14.218480 IP (tos 0x0, ttl 63, id 43259, offset 0, flags [DF], proto TCP (6), length 60)
 *       192.168.64.1.52842 > 172.19.0.9.80: Flags [S], ...
 */
export function tcpdumpHead(line: string): IpHead | null {
  const [, before, id, bytes] = ipv4Head.exec(line) ?? [];
  if (before === undefined) return null;
  return { ...plainLine(before), ipId: Number(id), lengthBytes: Number(bytes) };
}

const ipv4Head =
  /^(.*?)\(tos 0x[0-9a-f]+,(?:[A-Z0-9,()]+,)? ttl +\d+, id (\d{1,5}), offset \d+, flags \[[^\]()]*\], proto [\w-]+ \(\d+\), length (\d{1,5})(?:, options \((?:[^()]|\([^()]*\))*\))?\)\s*$/;

/** `2026-11-21 07:53:14.218358 eth0  In  ` */
export function plainLine(text: string): IpHead {
  const [, time, dev, way] = beforePacket.exec(text) ?? [];
  return {
    interface: dev ?? null,
    direction: way === undefined ? null : way === 'Out' ? 'out' : 'in',
    time: time ?? null,
    ipId: null,
    lengthBytes: null,
  };
}

const beforePacket =
  /^\s*((?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+|\d+\.\d+)?\s*(?:([\w.@-]+)\s+(In|Out|B|M|P)\s+)?/;

/** With -v the header of IPv6 stands on the packet's own line: it is taken out; what is left is as without -v. */
export function takeIpv6Head(line: string): { readonly text: string; readonly lengthBytes: number | null } {
  const found = ipv6Head.exec(line);
  if (found === null) return { text: line, lengthBytes: null };
  const text = line.slice(0, found.index) + line.slice(found.index + found[0].length);
  return { text, lengthBytes: Number(found[1]) + 40 };
}

const ipv6Head =
  /\((?:class 0x[0-9a-f]+, )?(?:flowlabel 0x[0-9a-f]+, )?hlim \d+, next-header [\w-]+(?: [\w-]+)? \(\d+\) payload length: (\d{1,5})\) /;

const ETHERNET_BYTES = 14;
/** Shorter frames are filled up on the wire: their length does not tell the packet's. */
const LEAST_FRAME_BYTES = 60;

/** The IP length from that of the Ethernet frame that -e shows; null where it can't be told. */
export function frameLength(before: string): number | null {
  const bytes = /, ethertype IPv[46] \(0x\w{4}\), length (\d{1,5}): $/.exec(before)?.[1];
  if (bytes === undefined || Number(bytes) <= LEAST_FRAME_BYTES) return null;
  return Number(bytes) - ETHERNET_BYTES;
}

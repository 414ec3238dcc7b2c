import type { SeenPacket } from '../../model/witness.ts';
import { addressFamily } from '../text/ip-text.ts';
import { noIcmp } from './tcpdump-icmp.ts';

/** Reads the rows below one heading; null for a line that is no packet. */
export type FieldsReader = (line: string) => Omit<SeenPacket, 'at'> | null;

/**
 * The heading of `tshark -T fields -E header=y` (tshark(1)), which names the columns; null for other lines. Columns are
 * separated by tabs, or by what `-E separator` says.
 *
 *   frame.time_epoch     ip.src     ip.dst     ip.id    ip.len   tcp.srcport  tcp.dstport  tcp.seq
 *   1795247594.218480    10.1.0.2   10.2.0.2   0xa8fb   60       52842        80           0
 */
export function tsharkFields(heading: string): FieldsReader | null {
  const separator = ['\t', ',', ';', '|', ' '].find((each) => heading.split(each).length > 2);
  if (separator === undefined) return null;
  const names = heading.split(separator).map((name) => name.trim().replaceAll('"', ''));
  const has = (name: string): boolean => names.includes(name);
  if (!(has('ip.src') && has('ip.dst')) && !(has('ipv6.src') && has('ipv6.dst'))) return null;
  return (line) => rowOf(names, line.split(separator));
}

function rowOf(names: readonly string[], cells: readonly string[]): Omit<SeenPacket, 'at'> | null {
  // Of a packet in a packet (an ICMP error, a tunnel) a cell has both values; the outer one comes first.
  const text = (...wanted: readonly string[]): string | null => {
    for (const name of wanted) {
      const cell = (cells[names.indexOf(name)] ?? '').trim().replaceAll('"', '').split(',')[0] ?? '';
      if (cell !== '') return cell;
    }
    return null;
  };
  const number = (...wanted: readonly string[]): number | null => {
    const cell = text(...wanted);
    return cell !== null && /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(cell) ? Number(cell) : null;
  };
  const src = text('ip.src', 'ipv6.src');
  const dst = text('ip.dst', 'ipv6.dst');
  if (src === null || dst === null || addressFamily(src) === null || addressFamily(dst) === null) return null;
  const icmpType = number('icmp.type', 'icmpv6.type');
  const protocol = protocolOf(number('ip.proto', 'ipv6.nxt'), icmpType, text);
  const payload = number('ipv6.plen');
  return {
    ...noIcmp,
    interface: text('frame.interface_name'),
    direction: null,
    time: text('frame.time_epoch', 'frame.time_relative'),
    src,
    dst,
    protocol,
    sport: icmpType === null ? number('tcp.srcport', 'udp.srcport') : null,
    dport: icmpType === null ? number('tcp.dstport', 'udp.dstport') : null,
    tcpFlags: null,
    ipId: number('ip.id'),
    seq: number('tcp.seq_raw'),
    checksum: null,
    lengthBytes: number('ip.len') ?? (payload === null ? null : payload + 40),
    icmpType,
    icmpCode: number('icmp.code', 'icmpv6.code'),
    icmpId: number('icmp.ident', 'icmpv6.echo.identifier'),
    icmpSeq: number('icmp.seq', 'icmpv6.echo.sequence_number'),
  };
}

function protocolOf(
  protocol: number | null,
  icmpType: number | null,
  text: (name: string) => string | null,
): string | null {
  if (icmpType !== null) return text('icmp.type') === null ? 'icmpv6' : 'icmp';
  const named =
    protocol === null
      ? undefined
      : new Map([
          [1, 'icmp'],
          [6, 'tcp'],
          [17, 'udp'],
          [58, 'icmpv6'],
        ]).get(protocol);
  if (named !== undefined) return named;
  if (text('tcp.srcport') !== null) return 'tcp';
  return text('udp.srcport') === null ? null : 'udp';
}

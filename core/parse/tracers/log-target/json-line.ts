import type { LoggedLine } from './logged-line.ts';
import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import { isInRange } from '../kernel-log/trace-line.ts';
import type { TraceFields } from '../kernel-log/trace-fields.ts';

/** As ulogd names its keys: `oob.prefix`, `ip.ttl`, `src_ip`. */
type Keys = Readonly<Record<string, unknown>>;

/**
 * A line of ulogd's JSON output (ulogd_output_JSON.c). Addresses, ports and device have names of their own there;
 * everything else has the names of ulogd's keys (input/packet/ulogd_inppkt_NFLOG.c, filter/raw2packet):
 *
 *   {"timestamp": "2026-09-28T18:52:30.943369-0300", "dvc": "Netfilter", "oob.prefix": "forward-drop", "oob.mark": 0, "oob.family": 2,
 *    "ip.protocol": 6, "ip.tos": 0, "ip.ttl": 63, "ip.totlen": 60, "ip.id": 37733, "ip.fragoff": 16384, "src_port": 43936, "dest_port": 5432,
 *    "tcp.seq": 2289721423, "tcp.syn": 1, "oob.in": "eth2", "oob.out": "eth3", "src_ip": "192.168.10.20", "dest_ip": "192.168.20.30"}
 *
 * Null for what is no such line.
 */
export function jsonLine(text: string): LoggedLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || !('oob.prefix' in value || 'oob.family' in value || 'oob.in' in value)) return null;
  const keys = value;
  const device = textOf(keys, 'dvc');
  return {
    prefix: textOf(keys, 'oob.prefix'),
    // The name of the device is "Netfilter" where nobody has set another.
    host: device === 'Netfilter' ? '' : device,
    isBridge: numberOf(keys, 'oob.family') === 7,
    read: (columns, fields) => readKeys(keys, columns, fields),
  };
}

function readKeys(keys: Keys, columns: TraceColumns, fields: TraceFields): boolean {
  const name = (text: string): number => columns.names.internText(text);
  const number = (key: string, fallback: number): number => numberOf(keys, key) ?? fallback;
  const src = textOf(keys, 'src_ip') || textOf(keys, 'ip.saddr.str');
  const dst = textOf(keys, 'dest_ip') || textOf(keys, 'ip.daddr.str');
  const isSix = src.includes(':') || numberOf(keys, 'oob.family') === 10;
  const protocol = numberOf(keys, 'ip.protocol') ?? numberOf(keys, 'ip6.nexthdr');
  if (src === '' || dst === '' || protocol === null) return false;
  const icmp = isSix ? 'icmpv6' : 'icmp';
  const sport = number('src_port', number('tcp.sport', number('udp.sport', number('sctp.sport', -1))));
  const dport = number('dest_port', number('tcp.dport', number('udp.dport', number('sctp.dport', -1))));
  const payload = numberOf(keys, 'ip6.payloadlen');
  Object.assign(fields, {
    family: isSix ? 'ipv6' : 'ipv4',
    inInterface: name(textOf(keys, 'oob.in')),
    outInterface: name(textOf(keys, 'oob.out')),
    physIn: 0,
    physOut: 0,
    dstMac: name(textOf(keys, 'mac.daddr.str') || textOf(keys, 'mac.str').slice(0, 17)),
    src: name(src),
    dst: name(dst),
    protocol: name(protocolNames.get(protocol) ?? String(protocol)),
    sport: sport < 0 ? number(`${icmp}.echoid`, -1) : sport,
    dport,
    // As the kernel log has it: without the lowest bit.
    tos: number('ip.tos', 0) & 0xfe,
    mark: number('oob.mark', 0) >>> 0,
    ttl: number('ip.ttl', number('ip6.hoplimit', 0)),
    ipId: number('ip.id', 0),
    length: payload === null ? number('ip.totlen', number('raw.pktlen', 0)) : payload + 40,
    fragment: fragmentOf(number('ip.fragoff', 0)),
    seq: number('tcp.seq', number(`${icmp}.echoseq`, 0)) >>> 0,
    ack: number('tcp.ackseq', 0) >>> 0,
    tcpFlags: tcpFlags.reduce((bits, flag, bit) => bits | (number(`tcp.${flag}`, 0) === 1 ? 1 << bit : 0), 0),
    icmpType: number(`${icmp}.type`, -1),
    icmpCode: number(`${icmp}.code`, -1),
  } satisfies Omit<TraceFields, 'host' | 'uptimeMicroseconds'>);
  return isInRange(fields);
}

/** As the kernel log names them; other protocols have their number there. */
const protocolNames: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmpv6'],
  [136, 'udplite'],
]);

/** In the order of their bits in the header. */
const tcpFlags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg'];

/** The field of the IPv4 header: reserved bit, DF, MF, and the offset in 13 bits. */
function fragmentOf(bits: number): number {
  const flags = ((bits & 0x4000) === 0 ? 0 : 1) | ((bits & 0x2000) === 0 ? 0 : 2);
  return flags | ((bits & 0x1fff) << 3);
}

function isObject(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(keys: Keys, key: string): string {
  const value = keys[key];
  return typeof value === 'string' ? value : '';
}

function numberOf(keys: Keys, key: string): number | null {
  const value = keys[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

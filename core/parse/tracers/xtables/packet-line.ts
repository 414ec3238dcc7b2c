import { nothingPrinted } from '../monitor/header.ts';
import type { MonitoredHeader } from '../monitor/header.ts';

/** A `PACKET:` line of xtables-monitor. */
export interface PacketLine {
  readonly id: string;
  readonly header: MonitoredHeader;
}

/**
 * Reads (iptables/xtables-monitor.c, trace_print_packet)
 *
 *   PACKET: 2 d10220d3 IN=eth0 OUT=eth1 MACSRC=52:54:0:69:5d:74 MACDST=52:54:0:42:5a:57 MACPROTO=0800 SRC=10.1.0.2
 *   DST=10.2.0.2 LEN=60 TOS=0x0 TTL=63 ID=47754 DF SPORT=59001 DPORT=80 SYN MARK=0x7
 *   PACKET: 10 37ffb2e3 IN=r0 ... SRC=fd01::2 DST=fd02::2 LEN=60 TC=0 HOPLIMIT=64 FLOWLBL=970150 SPORT=52544 DPORT=22 SYN
 *
 * Older versions print 0 for the family, and no blank after `ID=47754`. Null for other lines and for those that end
 * before the addresses.
 */
export function packetLine(text: string): PacketLine | null {
  const [, id = '', all = ''] = /^\s*PACKET: \d{1,2} ([0-9a-f]{1,8}) (.*)$/.exec(text) ?? [];
  const words = all
    .replace(/( ID=\d+)(?=[A-Z])/, '$1 ')
    .replace(/OPT \([0-9A-F]*\)/, '')
    .split(/\s+/);
  const fields = new Map<string, string>();
  const flags = new Set<string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) flags.add(word);
    else if (!fields.has(word.slice(0, equals))) fields.set(word.slice(0, equals), word.slice(equals + 1));
  }
  const number = (name: string): number | null => {
    const value = fields.get(name);
    const read = value !== undefined && /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/.test(value) ? Number(value) : null;
    return read !== null && read > (largest.get(name) ?? 0xffffffff) ? null : read;
  };
  if (id === '') return null;
  const isIp = fields.has('SRC') && fields.has('DST');
  const isOther =
    fields.has('NH') || (fields.has('MACPROTO') && !['0800', '86dd'].includes(fields.get('MACPROTO') ?? ''));
  if (!isIp && !isOther) return null;
  const isSix = fields.has('HOPLIMIT');
  const tos = number('TOS');
  const length = number('LEN');
  const tcpFlags = [...flags].reduce((bits, flag) => bits | (flagBits.get(flag) ?? 0), 0);
  const icmpType = number('TYPE');
  const header: MonitoredHeader = {
    ...nothingPrinted,
    family: !isIp ? null : isSix ? 'ipv6' : 'ipv4',
    isOther: !isIp,
    inInterface: fields.get('IN') ?? '',
    outInterface: fields.get('OUT') ?? '',
    dstMac: macAddress(fields.get('MACDST')),
    src: fields.get('SRC') ?? null,
    dst: fields.get('DST') ?? null,
    protocol: tcpFlags !== 0 ? 'tcp' : icmpType !== null ? (isSix ? 'icmpv6' : 'icmp') : null,
    sport: number('SPORT') ?? (icmpType === null ? null : number('ID')),
    dport: number('DPORT'),
    tos: isSix ? number('TC') : tos === null ? null : tos & 0xfe,
    ttl: number('TTL') ?? number('HOPLIMIT'),
    mark: number('MARK') ?? 0,
    ipId: isSix ? null : number('ID'),
    // The program adds the 20 bytes of an IPv4 header to IPv6's payload, whose own header has 40.
    length: length !== null && isSix ? length + 20 : length,
    fragment: isIp && !isSix ? fragmentOf(flags) : null,
    tcpFlags: tcpFlags === 0 ? null : tcpFlags,
    icmpType,
    icmpCode: number('CODE'),
    icmpSequence: number('SEQ'),
  };
  return { id, header };
}

/** The largest number that a field can hold; a larger one was never printed. */
const largest: ReadonlyMap<string, number> = new Map(
  Object.entries({ SPORT: 0xffff, DPORT: 0xffff, ID: 0xffff, LEN: 0xffff, TTL: 0xff, HOPLIMIT: 0xff, TOS: 0xff, TC: 0xff, TYPE: 0xff, CODE: 0xff }), // prettier-ignore
);

/** As in the header; ECE and CWR are not printed. */
const flagBits: ReadonlyMap<string, number> = new Map([
  ['FIN', 1],
  ['SYN', 2],
  ['RST', 4],
  ['PSH', 8],
  ['ACK', 16],
  ['URG', 32],
]);

function fragmentOf(flags: ReadonlySet<string>): number {
  const offset = [...flags].find((word) => /^FRAG:\d{1,5}$/.test(word))?.slice(5) ?? '0';
  return (
    (flags.has('DF') ? 1 : 0) | (flags.has('MF') ? 2 : 0) | (flags.has('CE') ? 4 : 0) | (Number(offset) << 3)
  );
}

/** `52:54:0:42:5a:57`, as ether_ntoa() prints it, with two digits each. */
function macAddress(text: string | undefined): string | null {
  return text === undefined ? null : text.split(':').map((byte) => byte.padStart(2, '0')).join(':'); // prettier-ignore
}

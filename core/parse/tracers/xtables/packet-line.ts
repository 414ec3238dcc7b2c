import { wordEnd, wordStart } from '../../text/word-bounds.ts';
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
  if (id === '') return null;
  const words = new PacketWords(all.replace(/( ID=\d+)(?=[A-Z])/, '$1 ').replace(/OPT \([0-9A-F]*\)/, ''));
  const { tcpFlags } = words;
  const isIp = words.has('SRC') && words.has('DST');
  const isOther = words.has('NH') || !['0800', '86dd'].includes(words.text('MACPROTO') ?? '0800');
  if (!isIp && !isOther) return null;
  const isSix = words.has('HOPLIMIT');
  const tos = words.number('TOS');
  const length = words.number('LEN');
  const icmpType = words.number('TYPE');
  const header: MonitoredHeader = {
    family: !isIp ? null : isSix ? 'ipv6' : 'ipv4',
    isOther: !isIp,
    inInterface: words.text('IN') ?? '',
    outInterface: words.text('OUT') ?? '',
    dstMac: macAddress(words.text('MACDST')),
    src: words.text('SRC') ?? null,
    dst: words.text('DST') ?? null,
    protocol: tcpFlags !== 0 ? 'tcp' : icmpType !== null ? (isSix ? 'icmpv6' : 'icmp') : null,
    sport: words.number('SPORT') ?? (icmpType === null ? null : words.number('ID')),
    dport: words.number('DPORT'),
    tos: isSix ? words.number('TC') : tos === null ? null : tos & 0xfe,
    ttl: words.number('TTL') ?? words.number('HOPLIMIT'),
    mark: words.number('MARK') ?? 0,
    ipId: isSix ? null : words.number('ID'),
    // The program adds the 20 bytes of an IPv4 header to IPv6's payload, whose own header has 40.
    length: length !== null && isSix ? length + 20 : length,
    fragment: isIp && !isSix ? words.fragment : null,
    tcpFlags: tcpFlags === 0 ? null : tcpFlags,
    icmpSequence: words.number('SEQ'),
    icmpType,
    icmpCode: words.number('CODE'),
  };
  return { id, header };
}

/** The fields of a line that are read. */
const names = ['IN', 'OUT', 'MACDST', 'MACPROTO', 'SRC', 'DST', 'NH', 'LEN', 'TOS', 'TC', 'TTL', 'HOPLIMIT', 'ID', 'SPORT', 'DPORT', 'TYPE', 'CODE', 'SEQ', 'MARK'] as const; // prettier-ignore

type Field = (typeof names)[number];

const indexes: ReadonlyMap<string, number> = new Map(names.map((name, index) => [name, index]));
/** The largest number that each can hold; a larger one was never printed. */
const largest: Readonly<Partial<Record<Field, number>>> = { SPORT: 0xffff, DPORT: 0xffff, ID: 0xffff, LEN: 0xffff, TTL: 0xff, HOPLIMIT: 0xff, TOS: 0xff, TC: 0xff, TYPE: 0xff, CODE: 0xff }; // prettier-ignore

/** The words of a line: fields with their values, and flags without. */
class PacketWords {
  tcpFlags = 0;
  /** DF, MF and CE, as `IdentityColumns.fragment` has them. */
  #fragmentFlags = 0;
  #fragmentOffset: number | null = null;
  readonly #values = new Array<string | undefined>(names.length).fill(undefined);

  constructor(text: string) {
    for (let at = wordStart(text, 0); at < text.length;) {
      const end = wordEnd(text, at);
      this.#add(text.slice(at, end));
      at = wordStart(text, end);
    }
  }

  get fragment(): number {
    return this.#fragmentFlags | ((this.#fragmentOffset ?? 0) << 3);
  }

  has(field: Field): boolean {
    return this.text(field) !== undefined;
  }

  /** As it is printed; where it is more than once, the first time. */
  text(field: Field): string | undefined {
    return this.#values[indexes.get(field) as number];
  }

  number(field: Field): number | null {
    const value = this.text(field);
    const read = value !== undefined && /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/.test(value) ? Number(value) : null;
    return read !== null && read > (largest[field] ?? 0xffffffff) ? null : read;
  }

  #add(word: string): void {
    const equals = word.indexOf('=');
    if (equals >= 0) {
      const field = indexes.get(word.slice(0, equals));
      if (field !== undefined) this.#values[field] ??= word.slice(equals + 1);
      return;
    }
    this.tcpFlags |= tcpFlagBits.get(word) ?? 0;
    this.#fragmentFlags |= fragmentBits.get(word) ?? 0;
    if (/^FRAG:\d{1,5}$/.test(word)) this.#fragmentOffset ??= Number(word.slice('FRAG:'.length));
  }
}

/** As in the header; ECE and CWR are not printed. */
const tcpFlagBits: ReadonlyMap<string, number> = new Map([
  ['FIN', 1],
  ['SYN', 2],
  ['RST', 4],
  ['PSH', 8],
  ['ACK', 16],
  ['URG', 32],
]);

const fragmentBits: ReadonlyMap<string, number> = new Map([
  ['DF', 1],
  ['MF', 2],
  ['CE', 4],
]);

/** `52:54:0:42:5a:57`, as ether_ntoa() prints it, with two digits each. */
function macAddress(text: string | undefined): string | null {
  return text === undefined ? null : text.split(':').map((byte) => byte.padStart(2, '0')).join(':'); // prettier-ignore
}

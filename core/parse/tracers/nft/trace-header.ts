import type { Family } from '../../../model/family.ts';
import type { MonitoredHeader } from '../monitor/header.ts';
import { nothingPrinted } from '../monitor/header.ts';
import { wordEnd, wordStart } from '../../text/word-bounds.ts';
import { tosValue } from '../../rules/tos-value.ts';
import { icmpCode, icmpType } from '../../../dialects/nft/icmp-numbers.ts';
import { readFlags } from '../../../dialects/nft/tcp-flag-words.ts';
import { unquoted } from '../../../dialects/nft/words.ts';

/**
 * The header after `packet:` (nftables, src/trace.c, trace_print_packet), field by field in nft's words:
 *
 *   iif "eth0" oif "eth1" ether saddr 52:54:00:d2:9f:d0 ether daddr 52:54:00:5d:cc:c4 ip saddr 10.1.0.2
 *   ip daddr 10.1.0.1 ip dscp cs0 ip ecn not-ect ip ttl 64 ip id 34867 ip protocol tcp ip length 60
 *   tcp sport 58001 tcp dport 8080 tcp flags == syn tcp window 64240
 *
 * `..` stands where people cut fields out; words that are not known are passed over. In tables of one family nft leaves
 * `ip protocol` out.
 */
export function traceHeader(text: string): MonitoredHeader {
  const header: Written = { ...nothingPrinted };
  const parts: Parts = { dscp: null, ecn: 0, icmpId: null, sequence: null };
  // No name of an interface has a blank.
  for (let at = wordStart(text, 0); at < text.length;) {
    const end = wordEnd(text, at);
    const secondAt = wordStart(text, end);
    const secondEnd = wordEnd(text, secondAt);
    const word = text.slice(at, end);
    const second = text.slice(secondAt, secondEnd);
    const layer = layers.get(word);
    const thirdAt = layer === undefined ? text.length : wordStart(text, secondEnd);
    if (word === 'iif' || word === 'oif') {
      header[word === 'iif' ? 'inInterface' : 'outInterface'] = unquoted(second);
      at = wordStart(text, secondEnd);
    } else if (layer !== undefined && thirdAt < text.length && second !== '..') {
      const value = readValue(text, thirdAt);
      at = value.next;
      if (!layers.has(value.words) && value.words !== '..') {
        header.family = layer.family ?? header.family;
        if (layer.isProtocol) header.protocol = word;
        fields.get(`${word} ${second}`)?.(value.words, header, parts);
      }
    } else at = secondAt;
  }
  const isEcho = header.protocol === 'icmp' ? [0, 8].includes(header.icmpType ?? -1) : [128, 129].includes(header.icmpType ?? -1); // prettier-ignore
  // nft prints these two of every ICMP packet, though only an echo has them.
  if (isEcho) {
    header.sport = parts.icmpId;
    header.icmpSequence = parts.sequence;
  }
  // The kernel log shows the bits of 0xfe of IPv4's byte, and all of IPv6's traffic class.
  if (parts.dscp !== null) header.tos = parts.dscp | (header.family === 'ipv6' ? parts.ecn : parts.ecn & 2);
  return header;
}

type Written = { -readonly [Field in keyof MonitoredHeader]: MonitoredHeader[Field] };

/** What makes a field of the header with others. */
interface Parts {
  dscp: number | null;
  ecn: number;
  icmpId: number | null;
  sequence: number | null;
}

interface Layer {
  /** The one that a packet with such fields is of; null for those of all. */
  readonly family: Family | null;
  /** Whether its name is that of the packet's protocol. */
  readonly isProtocol: boolean;
}

const protocols = ['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'icmp', 'icmpv6'];

const layers: ReadonlyMap<string, Layer> = new Map<string, Layer>([
  ...protocols.map((name) => [name, { family: null, isProtocol: true }] as const),
  ...['ether', 'vlan', 'arp', 'meta', 'th', 'igmp', 'ah', 'esp', 'comp', 'gre'].map((name) => [name, { family: null, isProtocol: false }] as const), // prettier-ignore
  ['ip', { family: 'ipv4', isProtocol: false }],
  ['ip6', { family: 'ipv6', isProtocol: false }],
]);

type Field = (value: string, header: Written, parts: Parts) => void;

/** How each field is read, by its layer and name. */
const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['ether daddr', (value, header) => (header.dstMac = value)],
  ...both('saddr', (value, header) => (header.src = value)),
  ...both('daddr', (value, header) => (header.dst = value)),
  ...both('dscp', (value, _, parts) => (parts.dscp = dscpOf(value))),
  ...both('ecn', (value, _, parts) => (parts.ecn = Math.max(ecnNames.indexOf(value), 0))),
  ['ip ttl', (value, header) => (header.ttl = number(value, 0xff))],
  ['ip6 hoplimit', (value, header) => (header.ttl = number(value, 0xff))],
  ['ip id', (value, header) => (header.ipId = number(value, 0xffff))],
  ['ip length', (value, header) => (header.length = number(value, 0xffff))],
  ['ip6 length', (value, header) => (header.length = withOwnHeader(number(value, 0xffff)))],
  ['ip frag-off', (value, header) => (header.fragment = fragmentOf(value))],
  ['ip protocol', readProtocol],
  ['ip6 nexthdr', readProtocol],
  ['meta mark', (value, header) => (header.mark = Number(value) || 0)],
  ['arp operation', (_, header) => (header.isOther = true)],
  ['tcp flags', (value, header) => (header.tcpFlags = readFlags(value))],
  ...['icmp', 'icmpv6'].flatMap((layer): [string, Field][] => [
    [`${layer} type`, (value, header) => (header.icmpType = icmpType(value, layer))],
    [`${layer} code`, (value, header) => (header.icmpCode = icmpCode(value, layer))],
    [`${layer} id`, (value, _, parts) => (parts.icmpId = number(value, 0xffff))],
    [`${layer} sequence`, (value, _, parts) => (parts.sequence = number(value, 0xffffffff))],
  ]),
  ...protocols.flatMap((layer): [string, Field][] => [
    [`${layer} sport`, (value, header) => (header.sport = number(value, 0xffff))],
    [`${layer} dport`, (value, header) => (header.dport = number(value, 0xffff))],
  ]),
]);

/** A field that IPv4 and IPv6 have. */
function both(name: string, field: Field): readonly [string, Field][] {
  return [
    [`ip ${name}`, field],
    [`ip6 ${name}`, field],
  ];
}

/** Null for a number that the field can't hold, which was never printed. */
function number(value: string, largest: number): number | null {
  const read = /^\d{1,10}$/.test(value) ? Number(value) : null;
  return read !== null && read > largest ? null : read;
}

function dscpOf(value: string): number | null {
  return value === 'be' ? 0 : value.startsWith('0x') ? Number(value) << 2 : tosValue(value);
}

const ecnNames = ['not-ect', 'ect1', 'ect0', 'ce'];

/** IPv6 counts what stands after its own 40 bytes. */
function withOwnHeader(payload: number | null): number | null {
  return payload === null ? null : payload + 40;
}

function readProtocol(value: string, header: Written): void {
  header.protocol ??= value === 'ipv6-icmp' ? 'icmpv6' : value;
}

/** The value of a field, `syn`, `== syn` or `== syn | ack`, and where the next field's words begin. */
function readValue(text: string, start: number): { readonly words: string; readonly next: number } {
  let end = wordEnd(text, start);
  let at = start;
  if (text.slice(at, end) === '==') {
    at = wordStart(text, end);
    end = wordEnd(text, at);
  }
  let words = text.slice(at, end);
  let next = wordStart(text, end);
  while (text.charCodeAt(next) === BAR && wordEnd(text, next) === next + 1) {
    const flag = wordStart(text, next + 1);
    end = wordEnd(text, flag);
    words += `|${text.slice(flag, end)}`;
    next = wordStart(text, end);
  }
  return { words, next };
}

const BAR = 0x7c;

/** The field of the IPv4 header: reserved bit, DF, MF, and the offset in 13 bits. */
function fragmentOf(text: string): number | null {
  if (!/^(?:0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text)) return null;
  const bits = Number(text);
  return ((bits & 0x4000) === 0 ? 0 : 1) | ((bits & 0x2000) === 0 ? 0 : 2) | ((bits & 0x1fff) << 3);
}

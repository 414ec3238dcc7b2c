import type { MonitoredHeader } from '../monitor/header.ts';
import { nothingPrinted } from '../monitor/header.ts';
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
  // No name of an interface has a blank.
  const words = text.split(/\s+/);
  const header: { -readonly [Field in keyof MonitoredHeader]: MonitoredHeader[Field] } = {
    ...nothingPrinted,
  };
  let dscp: number | null = null;
  let ecn = 0;
  let icmpId: number | null = null;
  let sequence: number | null = null;

  const set = (layer: string, field: string, value: string): void => {
    const read = /^\d{1,10}$/.test(value) ? Number(value) : null;
    const number = read !== null && read > (largest.get(field) ?? 0xffffffff) ? null : read;
    if (layer === 'ip') header.family = 'ipv4';
    if (layer === 'ip6') header.family = 'ipv6';
    if (protocols.has(layer)) header.protocol = layer;
    switch (`${layer} ${field}`) {
      case 'ether daddr':
        header.dstMac = value;
        break;
      case 'ip saddr':
      case 'ip6 saddr':
        header.src = value;
        break;
      case 'ip daddr':
      case 'ip6 daddr':
        header.dst = value;
        break;
      case 'ip dscp':
      case 'ip6 dscp':
        dscp = value === 'be' ? 0 : value.startsWith('0x') ? Number(value) << 2 : tosValue(value);
        break;
      case 'ip ecn':
      case 'ip6 ecn':
        ecn = Math.max(['not-ect', 'ect1', 'ect0', 'ce'].indexOf(value), 0);
        break;
      case 'ip ttl':
      case 'ip6 hoplimit':
        header.ttl = number;
        break;
      case 'ip id':
        header.ipId = number;
        break;
      case 'ip length':
        header.length = number;
        break;
      case 'ip6 length':
        // IPv6 counts what stands after its own 40 bytes.
        header.length = number === null ? null : number + 40;
        break;
      case 'ip frag-off':
        header.fragment = fragmentOf(value);
        break;
      case 'ip protocol':
      case 'ip6 nexthdr':
        header.protocol ??= value === 'ipv6-icmp' ? 'icmpv6' : value;
        break;
      case 'icmp type':
      case 'icmpv6 type':
        header.icmpType = icmpType(value, layer);
        break;
      case 'icmp code':
      case 'icmpv6 code':
        header.icmpCode = icmpCode(value, layer);
        break;
      case 'icmp id':
      case 'icmpv6 id':
        icmpId = number;
        break;
      case 'icmp sequence':
      case 'icmpv6 sequence':
        sequence = number;
        break;
      case 'meta mark':
        header.mark = Number(value) || 0;
        break;
      case 'arp operation':
        header.isOther = true;
        break;
      case 'tcp flags':
        header.tcpFlags = readFlags(value);
        break;
      default:
        if (field === 'sport' && protocols.has(layer)) header.sport = number;
        if (field === 'dport' && protocols.has(layer)) header.dport = number;
    }
  };

  for (let index = 0; index < words.length;) {
    const word = words[index] ?? '';
    const second = words[index + 1] ?? '';
    const third = words[index + 2] ?? '';
    if (word === 'iif' || word === 'oif') {
      header[word === 'iif' ? 'inInterface' : 'outInterface'] = unquoted(second);
      index += 2;
    } else if (layers.has(word) && third !== '' && second !== '..') {
      let value = third === '==' ? (words[index + 3] ?? '') : third;
      index += third === '==' ? 4 : 3;
      while (words[index] === '|') {
        value += `|${words[index + 1] ?? ''}`;
        index += 2;
      }
      if (!layers.has(value) && value !== '..') set(word, second, value);
    } else index++;
  }
  const isEcho = header.protocol === 'icmp' ? [0, 8].includes(header.icmpType ?? -1) : [128, 129].includes(header.icmpType ?? -1); // prettier-ignore
  return {
    ...header,
    // nft prints these two of every ICMP packet, though only an echo has them.
    sport: isEcho ? icmpId : header.sport,
    icmpSequence: isEcho ? sequence : null,
    // The kernel log shows the bits of 0xfe of IPv4's byte, and all of IPv6's traffic class.
    tos: dscp === null ? null : dscp | (header.family === 'ipv6' ? ecn : ecn & 2),
  };
}

/** The largest number that a field can hold; a larger one was never printed. */
const largest: ReadonlyMap<string, number> = new Map(
  Object.entries({ sport: 0xffff, dport: 0xffff, id: 0xffff, length: 0xffff, ttl: 0xff, hoplimit: 0xff }),
);

const protocols: ReadonlySet<string> = new Set([
  'tcp', 'udp', 'udplite', 'sctp', 'dccp', 'icmp', 'icmpv6',
]); // prettier-ignore
const layers: ReadonlySet<string> = new Set([...protocols, 'ether', 'vlan', 'arp', 'ip', 'ip6', 'meta', 'th', 'igmp', 'ah', 'esp', 'comp', 'gre']); // prettier-ignore

/** The field of the IPv4 header: reserved bit, DF, MF, and the offset in 13 bits. */
function fragmentOf(text: string): number | null {
  if (!/^(?:0x[0-9a-f]{1,4}|\d{1,5})$/i.test(text)) return null;
  const bits = Number(text);
  return ((bits & 0x4000) === 0 ? 0 : 1) | ((bits & 0x2000) === 0 ? 0 : 2) | ((bits & 0x1fff) << 3);
}

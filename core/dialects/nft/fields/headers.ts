import type { FieldEntry } from './field-entry.ts';

/** The fields of packet headers (nft(8), "PAYLOAD EXPRESSIONS") that a bundle can tell. */
export const headerEntries: readonly FieldEntry[] = [
  ['ip saddr', { kind: 'address', side: 'src', family: 'ipv4' }, 'ipv4_addr'],
  ['ip daddr', { kind: 'address', side: 'dst', family: 'ipv4' }, 'ipv4_addr'],
  ['ip protocol', { kind: 'protocol', of: 'ipv4-header' }, 'inet_proto'],
  ['ip ttl', { kind: 'ttl', family: 'ipv4' }, 'hops'],
  ['ip length', { kind: 'length', of: 'ipv4-header' }, 'length'],
  ['ip dscp', { kind: 'dscp', family: 'ipv4' }, 'dscp'],
  ['ip ecn', { kind: 'ecn', family: 'ipv4' }, 'ecn'],
  ['ip6 saddr', { kind: 'address', side: 'src', family: 'ipv6' }, 'ipv6_addr'],
  ['ip6 daddr', { kind: 'address', side: 'dst', family: 'ipv6' }, 'ipv6_addr'],
  ['ip6 nexthdr', { kind: 'next-header' }, 'inet_proto'],
  ['ip6 hoplimit', { kind: 'ttl', family: 'ipv6' }, 'hops'],
  ['ip6 length', { kind: 'length', of: 'ipv6-payload' }, 'length'],
  ['ip6 dscp', { kind: 'dscp', family: 'ipv6' }, 'dscp'],
  ['ip6 ecn', { kind: 'ecn', family: 'ipv6' }, 'ecn'],
  ['icmp type', { kind: 'icmp-type', family: 'ipv4' }, 'icmp_type'],
  ['icmp code', { kind: 'icmp-code', family: 'ipv4' }, 'icmp_code'],
  ['icmpv6 type', { kind: 'icmp-type', family: 'ipv6' }, 'icmpv6_type'],
  ['icmpv6 code', { kind: 'icmp-code', family: 'ipv6' }, 'icmpv6_code'],
  ['tcp flags', { kind: 'tcp-flags' }, 'tcp_flag'],
  ...['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'th'].flatMap((header): FieldEntry[] => [
    [`${header} sport`, { kind: 'port', side: 'src', header }, 'inet_service'],
    [`${header} dport`, { kind: 'port', side: 'dst', header }, 'inet_service'],
  ]),
  ['ether saddr', { kind: 'mac', side: 'src' }, 'ether_addr'],
  ['ether daddr', { kind: 'mac', side: 'dst' }, 'ether_addr'],
  ['ether type', { kind: 'ethertype', of: 'frame' }, 'ether_type'],
];

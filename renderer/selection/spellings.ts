/** What another tool's word for a field means here. */
export interface Spelling {
  readonly word: string;
  /** The protocol that the spelling names as well: `tcp.port` is of TCP alone. */
  readonly protocol?: string;
}

/** Words of Wireshark's and tcpdump's filters, of the kernel's log and of rules, in lower case. */
export const spellings: Readonly<Record<string, Spelling>> = {
  'ip.src': { word: 'src' },
  'ip.dst': { word: 'dst' },
  'ip.addr': { word: 'host' },
  'ip.host': { word: 'host' },
  'ip.src_host': { word: 'src' },
  'ip.dst_host': { word: 'dst' },
  'ipv6.src': { word: 'src' },
  'ipv6.dst': { word: 'dst' },
  'ipv6.addr': { word: 'host' },
  'ip.proto': { word: 'proto' },
  'ipv6.nxt': { word: 'proto' },
  'ip.ttl': { word: 'ttl' },
  'ipv6.hlim': { word: 'ttl' },
  'ip.len': { word: 'len' },
  'ip.id': { word: 'id' },
  'tcp.port': { word: 'port', protocol: 'tcp' },
  'tcp.srcport': { word: 'sport', protocol: 'tcp' },
  'tcp.dstport': { word: 'dport', protocol: 'tcp' },
  'udp.port': { word: 'port', protocol: 'udp' },
  'udp.srcport': { word: 'sport', protocol: 'udp' },
  'udp.dstport': { word: 'dport', protocol: 'udp' },
  'tcp.seq': { word: 'seq', protocol: 'tcp' },
  'tcp.seq_raw': { word: 'seq', protocol: 'tcp' },
  'tcp.ack': { word: 'ack', protocol: 'tcp' },
  'tcp.ack_raw': { word: 'ack', protocol: 'tcp' },
  'tcp.flags': { word: 'flags', protocol: 'tcp' },
  addr: { word: 'host' },
  portrange: { word: 'port' },
  spt: { word: 'sport' },
  dpt: { word: 'dport' },
  saddr: { word: 'src' },
  daddr: { word: 'dst' },
  iif: { word: 'in' },
  oif: { word: 'out' },
  iifname: { word: 'in' },
  oifname: { word: 'out' },
  length: { word: 'len' },
  hoplimit: { word: 'ttl' },
};

/** Other tools' words that stand alone. */
export const loneSpellings: Readonly<Record<string, string>> = {
  ip: 'ipv4',
  ip6: 'ipv6',
  icmp6: 'icmpv6',
  drop: 'dropped',
  reject: 'rejected',
};

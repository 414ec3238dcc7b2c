import type { FieldEntry } from './field-entry.ts';

/** What the kernel knows of a packet besides its headers (nft(8), "META EXPRESSIONS"). */
export const metaEntries: readonly FieldEntry[] = [
  ['iif', { kind: 'interface', side: 'in', by: 'index' }, 'iface_index'],
  ['iifname', { kind: 'interface', side: 'in', by: 'name' }, 'ifname'],
  ['oif', { kind: 'interface', side: 'out', by: 'index' }, 'iface_index'],
  ['oifname', { kind: 'interface', side: 'out', by: 'name' }, 'ifname'],
  ['meta mark', { kind: 'mark' }, 'mark'],
  ['meta l4proto', { kind: 'protocol', of: 'packet' }, 'inet_proto'],
  ['meta nfproto', { kind: 'family' }, 'nf_proto'],
  ['meta protocol', { kind: 'ethertype', of: 'packet' }, 'ether_type'],
  ['meta length', { kind: 'length', of: 'packet' }, 'length'],
  ['meta pkttype', { kind: 'link-type' }, 'pkt_type'],
  ['meta skuid', { kind: 'owner', id: 'uid' }, 'uid'],
  ['meta skgid', { kind: 'owner', id: 'gid' }, 'gid'],
];

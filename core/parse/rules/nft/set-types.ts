import { readField } from './fields.ts';

/**
 * The types of a key's parts: those of `type ipv4_addr . inet_service` as they stand, and for `typeof ip saddr . tcp
 * dport` the types of these fields (nft(8), "DATA TYPES"). A field whose type is not known stands for itself.
 */
export function keyTypes(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+\.\s+/)
    .map((part) => {
      const field = readField(part.split(' '), 0)?.field;
      return field === undefined ? part : (typeOfField(field) ?? part);
    });
}

function typeOfField(field: string): string | null {
  const [header = '', name = ''] = field.split(' ');
  if (name === 'saddr' || name === 'daddr') return addressTypes.get(header) ?? null;
  if (name === 'sport' || name === 'dport') return 'inet_service';
  return fieldTypes.get(field) ?? null;
}

const addressTypes: ReadonlyMap<string, string> = new Map([
  ['ip', 'ipv4_addr'],
  ['ip6', 'ipv6_addr'],
  ['ether', 'ether_addr'],
]);

const fieldTypes: ReadonlyMap<string, string> = new Map([
  ['iif', 'iface_index'],
  ['oif', 'iface_index'],
  ['iifname', 'ifname'],
  ['oifname', 'ifname'],
  ['meta mark', 'mark'],
  ['ct mark', 'mark'],
  ['ct state', 'ct_state'],
  ['meta l4proto', 'inet_proto'],
  ['ip protocol', 'inet_proto'],
  ['icmp type', 'icmp_type'],
  ['icmpv6 type', 'icmpv6_type'],
  ['meta skuid', 'uid'],
  ['meta skgid', 'gid'],
  ['ether type', 'ether_type'],
  ['ip dscp', 'dscp'],
]);

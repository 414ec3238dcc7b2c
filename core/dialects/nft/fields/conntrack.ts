import type { FieldEntry } from './field-entry.ts';

/** What conntrack knows of the packet's connection (nft(8), "CONNTRACK EXPRESSIONS"). */
export const conntrackEntries: readonly FieldEntry[] = [
  ['ct state', { kind: 'ct-state' }, 'ct_state'],
  ['ct status', { kind: 'ct-status' }, 'ct_status'],
  ['ct mark', { kind: 'ct-mark' }, 'mark'],
  ['ct direction', { kind: 'ct-direction' }, 'ct_dir'],
  ['ct protocol', { kind: 'ct-protocol' }, 'inet_proto'],
  ...(['original', 'reply'] as const).flatMap((of): FieldEntry[] => [
    [`ct ${of} ip saddr`, { kind: 'ct-address', of, side: 'src', family: 'ipv4' }, 'ipv4_addr'],
    [`ct ${of} ip daddr`, { kind: 'ct-address', of, side: 'dst', family: 'ipv4' }, 'ipv4_addr'],
    [`ct ${of} ip6 saddr`, { kind: 'ct-address', of, side: 'src', family: 'ipv6' }, 'ipv6_addr'],
    [`ct ${of} ip6 daddr`, { kind: 'ct-address', of, side: 'dst', family: 'ipv6' }, 'ipv6_addr'],
    [`ct ${of} saddr`, { kind: 'ct-address', of, side: 'src', family: null }, 'ipv4_addr'],
    [`ct ${of} daddr`, { kind: 'ct-address', of, side: 'dst', family: null }, 'ipv4_addr'],
    [`ct ${of} proto-src`, { kind: 'ct-port', of, side: 'src' }, 'inet_service'],
    [`ct ${of} proto-dst`, { kind: 'ct-port', of, side: 'dst' }, 'inet_service'],
  ]),
];

import type { CauseKind } from '../model/cause.ts';

/** What a reason of the kernel for freeing a packet proves. */
export interface DropReason {
  /** The kinds of cause that it fits: it settles which of them it was where files leave that open. */
  readonly kinds: readonly CauseKind[];
  /** The packet had come up to the host itself. */
  readonly isDelivered?: boolean;
}

const byRules: readonly CauseKind[] = [
  'rule',
  'policy',
  'reject',
  'conntrack-invalid-rule',
  'conntrack-table-full',
  'nat-failure',
  'helper',
  'bridge-filter',
  'nfqueue-no-listener',
  'nfqueue-full',
];

/**
 * The reasons of enum skb_drop_reason (include/net/dropreason-core.h) by their names without SKB_DROP_REASON_. Those that
 * are not here (NOT_SPECIFIED among them) prove that the packet was dropped, and nothing of why.
 */
export const dropReasons: Readonly<Record<string, DropReason>> = {
  NETFILTER_DROP: { kinds: byRules },
  NF_CT_TABLE_FULL: { kinds: ['conntrack-table-full'] },
  NO_SOCKET: { kinds: ['no-listener'], isDelivered: true },
  IP_RPFILTER: { kinds: ['rp-filter', 'martian-source'] },
  IP_LOCAL_SOURCE: { kinds: ['martian-source'] },
  IP_INVALID_SOURCE: { kinds: ['martian-source'] },
  IP_LOCALNET: { kinds: ['martian-source', 'other'] },
  IP_INVALID_DEST: { kinds: ['other'] },
  IP_INNOROUTES: { kinds: ['no-route', 'unreachable', 'prohibit'] },
  IP_OUTNOROUTES: { kinds: ['no-route', 'unreachable', 'prohibit', 'blackhole'] },
  IP_INADDRERRORS: { kinds: ['no-route', 'ip-forward-disabled', 'other'] },
  // ip_forward() gives it for an expired TTL, ip6_forward() for an expired hop limit.
  IP_INHDR: { kinds: ['ttl-expired'] },
  PKT_TOO_BIG: { kinds: ['mtu-exceeded'] },
  NEIGH_FAILED: { kinds: ['neighbour-unreachable'] },
  NEIGH_QUEUEFULL: { kinds: ['neighbour-unreachable'] },
  NEIGH_DEAD: { kinds: ['neighbour-unreachable'] },
  NEIGH_CREATEFAIL: { kinds: ['neighbour-table-full'] },
  XFRM_POLICY: { kinds: ['xfrm-policy'] },
  UDP_CSUM: { kinds: ['checksum'], isDelivered: true },
  TCP_CSUM: { kinds: ['checksum'], isDelivered: true },
  ICMP_CSUM: { kinds: ['checksum'], isDelivered: true },
  IP_CSUM: { kinds: ['checksum'] },
  PKT_TOO_SMALL: { kinds: ['checksum'] },
  // An interface without a carrier has the queue that drops everything (noop_qdisc).
  QDISC_DROP: { kinds: ['qdisc', 'link-down'] },
  QDISC_OVERLIMIT: { kinds: ['qdisc'] },
  QDISC_CONGESTED: { kinds: ['qdisc'] },
  TC_EGRESS: { kinds: ['tc-filter'] },
  TC_INGRESS: { kinds: ['tc-filter'] },
  DEV_READY: { kinds: ['link-down'] },
  UNICAST_IN_L2_MULTICAST: { kinds: ['broadcast-frame'] },
  BRIDGE_INGRESS_STP_STATE: { kinds: ['bridge-port'] },
  BRIDGE_NON_FORWARDING_STATE: { kinds: ['bridge-port'] },
  NO_TX_TARGET: { kinds: ['bridge-port'] },
};

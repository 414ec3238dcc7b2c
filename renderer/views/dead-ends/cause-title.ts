import type { Cause, CauseKind } from '../../../core/index.ts';

/** A cause in two or three words, and where it is. */
export function causeTitle(cause: Cause): { readonly what: string; readonly where: string } {
  const chain = cause.table === null || cause.chain === null ? '' : `${cause.table}/${cause.chain}`;
  const where = cause.rule === null ? chain : `${chain} ${cause.rule}`;
  return { what: words[cause.kind], where };
}

const words: Record<CauseKind, string> = {
  rule: 'Rule drops',
  policy: 'Policy drops',
  reject: 'Rule rejects',
  'no-route': 'No route',
  blackhole: 'Blackhole route',
  unreachable: 'Unreachable route',
  prohibit: 'Prohibit route',
  'rp-filter': 'Reverse path filter',
  'martian-source': 'Martian source',
  'ip-forward-disabled': 'Forwarding is off',
  'ttl-expired': 'TTL expired',
  'mtu-exceeded': 'Larger than the MTU',
  'neighbour-unreachable': 'Neighbour unreachable',
  'nfqueue-no-listener': 'NFQUEUE without a listener',
  'nat-failure': 'NAT failed',
  'bridge-filter': 'Bridge filter',
  'conntrack-invalid-rule': 'Rule for ctstate INVALID',
  'no-listener': 'No listener',
  other: 'Other',
};

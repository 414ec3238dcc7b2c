import type { RoutingDecision } from '../../kernel/routing-result.ts';
import { assertNever } from '../../model/family.ts';
import type { Ending } from '../ending.ts';

type RoutingDrop = Extract<RoutingDecision, { outcome: 'drop' }>;

/** What the kernel did to a packet that routing refused, in words that follow "Dropped" or "Possibly dropped". */
export function routingSentence({ cause, reason }: RoutingDrop, { inInterface }: Ending): string {
  switch (cause) {
    case 'no-route':
      return `in the routing decision: ${reason} in any table that was asked`;
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      return `in the routing decision: ${reason}`;
    case 'rp-filter':
      return `by reverse path filtering (rp_filter) on ${inInterface}: ${reason}`;
    case 'martian-source':
      return `as a martian on ${inInterface}: ${reason}`;
    case 'ip-forward-disabled':
      return `because it is for another host and forwarding is off: ${reason}`;
    case 'ttl-expired':
      return `before the FORWARD hook: ${reason}, which forwarding would bring to 0`;
    case 'mtu-exceeded':
      return `before the FORWARD hook: ${reason}, and it must not be fragmented (DF)`;
    case 'other':
      return `in the routing decision: ${reason}`;
    default:
      return assertNever(cause);
  }
}

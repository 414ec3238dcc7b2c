import type { PossibleDecision } from '../kernel/routing/routing-result.ts';

/** A routing decision in a few words: `via 10.2.0.254 dev eth1`, `for this host`, or why it refuses. */
export function decisionText(decision: PossibleDecision['decision']): string {
  switch (decision.outcome) {
    case 'drop':
      return decision.reason;
    case 'local':
      return 'for this host';
    case 'broadcast':
      return 'a broadcast, for this host';
    case 'forward':
    case 'send':
      return decision.hops
        .map(({ dev, via }) => (via === null ? `dev ${dev}` : `via ${via} dev ${dev}`))
        .join(' or ');
  }
}

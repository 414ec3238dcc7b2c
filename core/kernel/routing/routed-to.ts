import type { RoutedTo } from '../../model/routed-to.ts';
import type { PossibleDecision } from './routing-result.ts';

/** A routing decision without the records that it was made from. */
export function routedTo(decision: PossibleDecision['decision']): RoutedTo {
  switch (decision.outcome) {
    case 'drop':
      return { kind: 'drop', cause: decision.cause };
    case 'local':
      return { kind: 'local', route: decision.found?.route.text ?? null };
    case 'broadcast':
      return { kind: 'broadcast' };
    case 'forward':
    case 'send':
      return {
        kind: decision.outcome,
        hops: decision.hops.map(({ dev, via }) => ({ dev, via })),
        route: decision.found?.route.text ?? null,
      };
  }
}

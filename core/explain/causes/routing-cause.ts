import type { RoutingCauseKind } from '../../model/cause.ts';
import type { RoutingDecision } from '../../kernel/routing/routing-result.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/** A refusal of the routing code as the replay of its decision gives it. */
export type RoutingRefusal = Extract<RoutingDecision, { outcome: 'drop' }>;

/** One reason for which the routing decision, or a check right after it, refuses a packet. */
export interface RoutingCause {
  readonly kind: RoutingCauseKind;
  /** The kernel's counter of just these drops, by nstat's name; null where none is kept. */
  readonly counter: string | null;
  /** What packets of one dead end share besides the kind: the route, or the interface. */
  readonly group: (drop: RoutingRefusal, ending: JourneyEnd) => string;
}

import type { RoutingDecision, RoutingDropCause } from '../../kernel/routing/routing-result.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/** A refusal of the routing code as the replay of its decision gives it. */
export type RoutingRefusal = Extract<RoutingDecision, { outcome: 'drop' }>;

/** One reason for which the routing decision, or a check right behind it, refuses a packet. */
export interface RoutingCause {
  readonly kind: RoutingDropCause;
  /** The kernel's counter of just these drops, by nstat's name; null where none is kept. */
  readonly counter: string | null;
  /** What the kernel did to the packet, in words that follow "Dropped" or "Possibly dropped". */
  readonly sentence: (drop: RoutingRefusal, ending: JourneyEnd) => string;
  /** What packets of one dead end share besides the kind: the route, or the interface. */
  readonly group: (drop: RoutingRefusal, ending: JourneyEnd) => string;
}

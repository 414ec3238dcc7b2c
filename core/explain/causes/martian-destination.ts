import type { RoutingCause } from '../routing/routing-cause.ts';

/** A destination that no packet from outside may have, and what else has no word of its own. */
export const martianDestination: RoutingCause = {
  kind: 'other',
  counter: null,
  sentence: ({ reason }) => `in the routing decision: ${reason}`,
  group: ({ found }) => found?.route.text ?? '',
};

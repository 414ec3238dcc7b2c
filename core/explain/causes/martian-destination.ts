import type { RoutingCause } from './routing-cause.ts';

/** A destination that no packet from outside may have, and what else has no word of its own. */
export const martianDestination: RoutingCause = {
  kind: 'other',
  counter: null,
  group: ({ found }) => found?.route.text ?? '',
};

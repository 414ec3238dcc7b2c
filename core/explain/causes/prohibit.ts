import type { RoutingCause } from '../routing/routing-cause.ts';

/** A route or FIB rule of the type prohibit: -EACCES, and the sender gets an ICMP admin prohibited. */
export const prohibit: RoutingCause = {
  kind: 'prohibit',
  counter: null,
  sentence: ({ reason }) => `in the routing decision: ${reason}`,
  group: ({ found }) => found?.route.text ?? '',
};

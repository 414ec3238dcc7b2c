import type { RoutingCause } from '../routing/routing-cause.ts';

/** A route or FIB rule of the type unreachable: -EHOSTUNREACH, and the sender gets an ICMP host unreachable. */
export const unreachable: RoutingCause = {
  kind: 'unreachable',
  counter: null,
  sentence: ({ reason }) => `in the routing decision: ${reason}`,
  group: ({ found }) => found?.route.text ?? '',
};

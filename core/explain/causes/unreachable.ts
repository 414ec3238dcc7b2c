import type { RoutingCause } from './routing-cause.ts';

/** A route or FIB rule of the type unreachable: -EHOSTUNREACH, and the sender gets an ICMP host unreachable. */
export const unreachable: RoutingCause = {
  kind: 'unreachable',
  counter: null,
  group: ({ found }) => found?.route.text ?? '',
};

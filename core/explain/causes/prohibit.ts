import type { RoutingCause } from './routing-cause.ts';

/** A route or FIB rule of the type prohibit: -EACCES, and the sender gets an ICMP admin prohibited. */
export const prohibit: RoutingCause = {
  kind: 'prohibit',
  counter: null,
  group: ({ found }) => found?.route.text ?? '',
};

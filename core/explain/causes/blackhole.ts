import type { RoutingCause } from './routing-cause.ts';

/**
 * A route or FIB rule of the type blackhole: -EINVAL, nobody is told and nothing counts (fib_props in
 * net/ipv4/fib_semantics.c).
 */
export const blackhole: RoutingCause = {
  kind: 'blackhole',
  counter: null,
  group: ({ found }) => found?.route.text ?? '',
};

import type { RoutingCause } from './routing-cause.ts';

/**
 * No table that `ip rule` asked has a route to the destination (fib_lookup()); ip_error() in net/ipv4/route.c
 * counts it.
 */
export const noRoute: RoutingCause = {
  kind: 'no-route',
  counter: 'IpExtInNoRoutes',
  group: ({ found }) => found?.route.text ?? '',
};

import type { RoutingCause } from '../routing/routing-cause.ts';

/**
 * No table that `ip rule` asked has a route to the destination (fib_lookup()); ip_error() in net/ipv4/route.c
 * counts it.
 */
export const noRoute: RoutingCause = {
  kind: 'no-route',
  counter: 'IpExtInNoRoutes',
  sentence: ({ reason }) => `in the routing decision: ${reason} in any table that was asked`,
  group: ({ found }) => found?.route.text ?? '',
};

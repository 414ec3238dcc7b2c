import type { RoutingCause } from './routing-cause.ts';

/**
 * A source that no packet from outside may have: ip_route_input_slow() (net/ipv4/route.c). With log_martians the
 * kernel says so.
 */
export const martianSource: RoutingCause = {
  kind: 'martian-source',
  counter: null,
  group: ({ found }) => found?.route.text ?? '',
};

import type { RoutingCause } from '../routing/routing-cause.ts';

/**
 * A source that no packet from outside may have: ip_route_input_slow() (net/ipv4/route.c). With log_martians the
 * kernel says so.
 */
export const martianSource: RoutingCause = {
  kind: 'martian-source',
  counter: null,
  sentence: ({ reason }, { inInterface }) => `as a martian on ${inInterface}: ${reason}`,
  group: ({ found }) => found?.route.text ?? '',
};

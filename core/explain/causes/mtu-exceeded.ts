import type { RoutingCause } from './routing-cause.ts';

/**
 * ip_forward() refuses a packet with DF that is longer than the MTU of its way out, and answers with fragmentation
 * needed.
 */
export const mtuExceeded: RoutingCause = {
  kind: 'mtu-exceeded',
  counter: 'IpFragFails',
  group: ({ found }) => found?.route.text ?? '',
};

import type { RoutingCause } from '../routing/routing-cause.ts';

/**
 * ip_forward() refuses a packet with DF that is longer than the MTU of its way out, and answers with fragmentation
 * needed.
 */
export const mtuExceeded: RoutingCause = {
  kind: 'mtu-exceeded',
  counter: 'IpFragFails',
  sentence: ({ reason }, { family }) =>
    `before the FORWARD hook: ${reason}, and ${family === 'ipv6' ? 'IPv6 packets are not fragmented on their way' : 'it must not be fragmented (DF)'}`,
  group: ({ found }) => found?.route.text ?? '',
};

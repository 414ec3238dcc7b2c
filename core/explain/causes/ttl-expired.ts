import type { RoutingCause } from '../routing/routing-cause.ts';

/** ip_forward() (net/ipv4/ip_forward.c) refuses a TTL of 1 before the FORWARD hook, and answers with time exceeded. */
export const ttlExpired: RoutingCause = {
  kind: 'ttl-expired',
  counter: 'IpInHdrErrors',
  sentence: ({ reason }) => `before the FORWARD hook: ${reason}, which forwarding would bring to 0`,
  group: ({ found }) => found?.route.text ?? '',
};

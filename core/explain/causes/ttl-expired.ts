import type { RoutingCause } from './routing-cause.ts';

/** ip_forward() (net/ipv4/ip_forward.c) refuses a TTL of 1 before the FORWARD hook, and answers with time exceeded. */
export const ttlExpired: RoutingCause = {
  kind: 'ttl-expired',
  counter: 'IpInHdrErrors',
  group: ({ found }) => found?.route.text ?? '',
};

import type { RoutingCause } from './routing-cause.ts';

/**
 * The reverse path filter: fib_validate_source() looks up the way back; ip_rcv_finish_core() (net/ipv4/ip_input.c)
 * counts.
 */
export const rpFilter: RoutingCause = {
  kind: 'rp-filter',
  counter: 'TcpExtIPReversePathFilter',
  group: (_, { inInterface }) => inInterface,
};

import type { RoutingCause } from './routing-cause.ts';

/**
 * The packet is for another host and the interface does not forward; ip_error() counts it as
 * IPSTATS_MIB_INADDRERRORS.
 */
export const ipForwardDisabled: RoutingCause = {
  kind: 'ip-forward-disabled',
  counter: 'IpInAddrErrors',
  group: (_, { inInterface }) => inInterface,
};

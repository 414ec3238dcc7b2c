import type { RoutingCause } from '../routing/routing-cause.ts';

/**
 * The packet is for another host and the interface does not forward; ip_error() counts it as
 * IPSTATS_MIB_INADDRERRORS.
 */
export const ipForwardDisabled: RoutingCause = {
  kind: 'ip-forward-disabled',
  counter: 'IpInAddrErrors',
  sentence: ({ reason }) => `because it is for another host and forwarding is off: ${reason}`,
  group: (_, { inInterface }) => inInterface,
};

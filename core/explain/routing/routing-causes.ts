import type { RoutingDropCause } from '../../kernel/routing/routing-result.ts';
import { blackhole } from '../causes/blackhole.ts';
import { ipForwardDisabled } from '../causes/ip-forward-disabled.ts';
import { martianDestination } from '../causes/martian-destination.ts';
import { martianSource } from '../causes/martian-source.ts';
import { mtuExceeded } from '../causes/mtu-exceeded.ts';
import { noRoute } from '../causes/no-route.ts';
import { prohibit } from '../causes/prohibit.ts';
import { rpFilter } from '../causes/rp-filter.ts';
import { ttlExpired } from '../causes/ttl-expired.ts';
import { unreachable } from '../causes/unreachable.ts';
import type { RoutingCause } from './routing-cause.ts';

/** All of them, by their kind. */
export const routingCauses: Readonly<Record<RoutingDropCause, RoutingCause>> = {
  'no-route': noRoute,
  blackhole,
  unreachable,
  prohibit,
  'rp-filter': rpFilter,
  'martian-source': martianSource,
  'ip-forward-disabled': ipForwardDisabled,
  'ttl-expired': ttlExpired,
  'mtu-exceeded': mtuExceeded,
  other: martianDestination,
};

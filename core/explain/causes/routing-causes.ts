import type { RoutingCauseKind } from '../../model/cause.ts';
import { blackhole } from './blackhole.ts';
import { ipForwardDisabled } from './ip-forward-disabled.ts';
import { martianDestination } from './martian-destination.ts';
import { martianSource } from './martian-source.ts';
import { mtuExceeded } from './mtu-exceeded.ts';
import { noRoute } from './no-route.ts';
import { prohibit } from './prohibit.ts';
import { rpFilter } from './rp-filter.ts';
import { ttlExpired } from './ttl-expired.ts';
import { unreachable } from './unreachable.ts';
import type { RoutingCause } from './routing-cause.ts';

/** All of them, by their kind. */
export const routingCauses: Readonly<Record<RoutingCauseKind, RoutingCause>> = {
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

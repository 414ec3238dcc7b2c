import type { RoutingCauseKind } from '../../model/cause.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';
import { routingCauses } from './routing-causes.ts';

/** The refusals of the routing decision, replayed once for all of them. */
export const refusedByRouting: CauseRecogniser = {
  finds: Object.keys(routingCauses) as RoutingCauseKind[],
  withoutCapture: ['other'],
  explain: diedInRouting,
};

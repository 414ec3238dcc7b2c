import type { CauseKind } from '../../model/cause.ts';
import { afterLogRule } from './after-log-rule.ts';
import { broadcastFrame } from './broadcast-frame.ts';
import { droppedOnEgress } from './dropped-on-egress.ts';
import { lostOnLeaving } from './lost-on-leaving.ts';
import { notAMember } from './not-a-member.ts';
import { xfrmPolicy } from './xfrm-policy.ts';
import { bridgeFilter } from './bridge-filter.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';
import { conntrackInvalidRule } from './conntrack-invalid-rule.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import { discardedByUdp } from './discarded-by-udp.ts';
import { droppedByHelper } from './dropped-by-helper.ts';
import { droppedByPolicy } from './dropped-by-policy.ts';
import { droppedByRule } from './dropped-by-rule.ts';
import { formerPolicy } from './former-policy.ts';
import { natRefusedRedirect } from './nat-refused-redirect.ts';
import { natTupleTaken } from './nat-tuple-taken.ts';
import { neighbourUnreachable } from './neighbour-unreachable.ts';
import { neighbourTableFull } from './neighbour-table-full.ts';
import { nfqueueFull } from './nfqueue-full.ts';
import { nfqueueNoListener } from './nfqueue-no-listener.ts';
import { noListener } from './no-listener.ts';
import { refusedAsLogged } from './refused-as-logged.ts';
import { refusedByRouting } from './refused-by-routing.ts';
import { refusedOnRerouting } from './refused-on-rerouting.ts';
import { rejectedByRule } from './rejected-by-rule.ts';
import { traceSwitchedOff } from './trace-switched-off.ts';
import { untracedBackend } from './untraced-backend.ts';
import { synQueueFull } from './syn-queue-full.ts';
import { unheardTproxy } from './unheard-tproxy.ts';
import { sourceRoute } from './source-route.ts';
import { unknownRule } from './unknown-rule.ts';

/**
 * Every way to find a cause, in the order in which they are asked: what a line itself shows comes before what other files
 * prove, and that before what is only possible. The first finding counts.
 */
export const causeRecognisers = [
  afterLogRule,
  conntrackInvalidRule,
  droppedByRule,
  rejectedByRule,
  droppedByPolicy,
  traceSwitchedOff,
  unheardTproxy,
  nfqueueFull,
  nfqueueNoListener,
  untracedBackend,
  unknownRule,
  formerPolicy,
  bridgeFilter,
  broadcastFrame,
  notAMember,
  conntrackTableFull,
  droppedByHelper,
  discardedByUdp,
  refusedAsLogged,
  refusedByRouting,
  refusedOnRerouting,
  sourceRoute,
  xfrmPolicy,
  natTupleTaken,
  natRefusedRedirect,
  neighbourUnreachable,
  droppedOnEgress,
  lostOnLeaving,
  neighbourTableFull,
  noListener,
  synQueueFull,
] as const satisfies readonly CauseRecogniser[];

declare module '../../model/registered.ts' {
  interface Registered {
    readonly cause: AllOf<NonNullable<(typeof causeRecognisers)[number]['parameters']>>;
  }
}

/** The members of a union as one: `{ a } | { b }` as `{ a, b }`. */
type AllOf<Each> = (Each extends Each ? (each: Each) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every kind of cause that can be found. */
export const causeKinds: readonly CauseKind[] = [...new Set(causeRecognisers.flatMap(({ finds }) => finds))];

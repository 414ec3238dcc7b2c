import type { SimulatedWay } from '../model/simulation.ts';
import type { NotReplayable, WalkedEnd, WhatIfOpen } from '../model/what-if.ts';

/** What became of a group of packets. */
export type GroupOutcome =
  | { readonly kind: 'unchanged'; readonly ways: readonly SimulatedWay[] }
  | { readonly kind: 'changes'; readonly end: WalkedEnd; readonly before: WalkedEnd; readonly diverted: boolean; readonly open: WhatIfOpen | null; readonly ways: readonly SimulatedWay[] }
  | { readonly kind: 'no-proof'; readonly why: NotReplayable['why'] }; // prettier-ignore

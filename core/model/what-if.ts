import type { Assumed } from './assumed.ts';
import type { FlowKey } from './diff.ts';
import type { Edit, Refusal } from './edit.ts';
import type { Cause, Disposition } from './journey.ts';
import type { ReachComparison } from './reach.ts';
import type { SimulatedCause, SimulatedEnd, SimulatedWay } from './simulation.ts';

/** A change that was made in the configuration of a host. */
export interface MadeChange {
  /** Counted from 1, in the order in which they were made. */
  readonly id: number;
  readonly host: string;
  /** As typed; the path of an edited file. */
  readonly text: string;
  /** The same with the tool that it was typed for, which the command line's options have apart. */
  readonly command: string;
  readonly edit: Edit;
}

/** A change that can't be made; the ones before it were. */
export interface RefusedChange extends Refusal {
  /** Counted from 1. */
  readonly id: number;
  readonly text: string;
}

/** How packets would end in the changed configuration. */
export interface WalkedEnd {
  readonly disposition: Disposition;
  readonly cause: SimulatedCause | null;
  readonly end: SimulatedEnd;
  /** Where they would go on to; null for those that do not leave. */
  readonly egress: {
    readonly interface: string | null;
    readonly dst: string | null;
    readonly dport: number | null;
  } | null;
}

/** Why it is not certain how packets would end. */
export type WhatIfOpen =
  /** Several ends are possible; `assumed` is what the one shown rests on. */
  | { readonly kind: 'branches'; readonly ends: readonly WalkedEnd[]; readonly assumed: readonly Assumed[] }
  /** Too much is unknown to follow every way. */
  | { readonly kind: 'unexplored' }
  /** They belong to a connection whose first packet would end, or be translated, otherwise. */
  | { readonly kind: 'connection' }
  /** Their connection's conntrack entry was deleted: conntrack may take them for the beginning of another, or for INVALID. */
  | { readonly kind: 'entry-deleted' };

/** Packets of one flow whose end changes, or may change. */
export interface WhatIfFlow {
  readonly host: string;
  readonly flow: FlowKey;
  readonly packets: number;
  /** One of them (index from 0). */
  readonly example: number;
  readonly captured: { readonly disposition: Disposition; readonly cause: Cause | null };
  readonly changed: WalkedEnd;
  /** The way to that end; null where no walk shows one. */
  readonly way: SimulatedWay | null;
  /** They end alike, but leave by another interface or for another address. */
  readonly diverted: boolean;
  /** Null: certain. */
  readonly open: WhatIfOpen | null;
}

/** Why packets prove nothing. */
export type NotReplayableWhy =
  /** The log does not show how they ended. */
  | { readonly kind: 'end-unknown' }
  | { readonly kind: 'nothing-known' }
  /** Their walk through the bundle's configuration does not take the way that the log shows. */
  | { readonly kind: 'other-way' }
  /** It does, but does not end as they did. */
  | { readonly kind: 'other-end'; readonly walked: WalkedEnd };

export interface NotReplayable {
  readonly host: string;
  readonly flow: FlowKey;
  readonly packets: number;
  readonly example: number;
  readonly why: NotReplayableWhy;
}

/** What changes would do to the packets of a capture. */
export interface WhatIf {
  readonly changes: readonly MadeChange[];
  /** The most packets first. */
  readonly flows: readonly WhatIfFlow[];
  /** How many flows would end as they did, and go the same way out. */
  readonly unchanged: number;
  readonly notReplayable: readonly NotReplayable[];
  /** Which packets end otherwise, captured or not. */
  readonly reach: ReachComparison;
}

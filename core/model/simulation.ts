import type { Assumed } from './assumed.ts';
import type { CauseFinding, RoutingCauseKind, RulePlace } from './cause.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { OpenFact } from './open-fact.ts';
import type { RoutedTo } from './routed-to.ts';
import type { TableFamily } from './table-family.ts';
import type { CauseKind, Disposition, Verdict } from './journey.ts';

/** A header field or other property of the packet that a target or the routing code changed. */
export interface PacketChange {
  readonly field: 'src' | 'dst' | 'sport' | 'dport' | 'mark' | 'ctmark' | 'tos' | 'ttl' | 'tracked';
  readonly before: string;
  readonly after: string;
}

/** One thing that happens to a simulated packet. */
export type SimulatedStep =
  | {
      readonly kind: 'step';
      readonly tableFamily: TableFamily;
      readonly table: string;
      readonly chain: string;
      /** The word and the number (from 1) that the kernel's TRACE would print here; `rule` for every rule of nft. */
      readonly stepKind: 'rule' | 'return' | 'policy';
      readonly number: number;
      /** The rule; null at the end of a chain. */
      readonly text: string | null;
      readonly at: LineRef;
      /** Null for a target whose verdict is not known. */
      readonly verdict: Verdict | null;
      /** False for a rule that may match as well as not, where nothing further depends on it. */
      readonly certain: boolean;
      readonly changes: readonly PacketChange[];
    }
  | {
      readonly kind: 'routing';
      readonly decision: RoutedTo;
      readonly evidence: readonly Evidence[];
    };

/** Why a simulated packet would die. */
export interface SimulatedCause {
  readonly kind: CauseKind;
  /** Null for what is no rule and no policy. */
  readonly table: string | null;
  readonly chain: string | null;
  readonly rule: number | null;
  readonly text: string | null;
}

/** How a simulated packet ends, without the records that its way was made from. */
export type SimulatedEnd =
  | {
      readonly kind: 'rule';
      readonly place: RulePlace;
      readonly text: string;
      readonly verdict: 'drop' | 'reject' | 'queue' | 'stolen';
      /** `invalid`: the rule matches what conntrack calls INVALID, and nothing else. `no-socket`: TPROXY found none. */
      readonly because: 'invalid' | 'no-socket' | null;
      /** iptables' `--reject-with`; null where the rule does not say. */
      readonly answer: string | null;
      /** NFQUEUE with --queue-bypass: without a program the packet goes on. */
      readonly bypass: boolean;
    }
  | { readonly kind: 'policy'; readonly place: RulePlace }
  | { readonly kind: 'routing'; readonly cause: CauseFinding<RoutingCauseKind> }
  | { readonly kind: 'delivered' | 'passed' }
  | { readonly kind: 'forwarded' | 'sent'; readonly interface: string | null }
  | { readonly kind: 'open'; readonly why: SimulationLimit };

/** Why a packet can't be followed further. Chains are named `filter/FORWARD`. */
export type SimulationLimit =
  /** Somebody cut rules out of a listing. */
  | { readonly kind: 'cut'; readonly chain: string; readonly file: string }
  /** The chains of the table call each other without end, or too deep. */
  | { readonly kind: 'loop' | 'depth'; readonly table: string }
  /** Nothing shows which rules lead to the chain. */
  | { readonly kind: 'detached'; readonly chain: string }
  | { readonly kind: 'target'; readonly place: RulePlace; readonly text: string }
  /** `missing`: what would decide; empty where the packet itself is not known well enough. */
  | { readonly kind: 'routing'; readonly missing: readonly OpenFact[] }
  | { readonly kind: 'no-routes' };

/** One way that the packet could go. */
export interface SimulatedWay {
  readonly steps: readonly SimulatedStep[];
  readonly disposition: Disposition;
  readonly cause: SimulatedCause | null;
  readonly end: SimulatedEnd;
  /** What is taken for granted for this way. */
  readonly assumes: readonly Assumed[];
  /** The packet as it leaves the host; null for one that does not. */
  readonly egress: {
    readonly interface: string | null;
    readonly src: string | null;
    readonly dst: string | null;
    readonly sport: number | null;
    readonly dport: number | null;
  } | null;
}

/** Where the routing decision after PREROUTING led: to the host itself, or out of an interface. */
export type KnownRouting =
  { readonly to: 'local' } | { readonly to: 'forward'; readonly outInterface: string };

/** Where a packet would go that nobody has sent. */
export interface Simulation {
  /** One for each end that what is known leaves possible; the one with the fewest assumptions first. */
  readonly ways: readonly SimulatedWay[];
  /** False where too much is unknown to follow every way: there may be further ends. */
  readonly complete: boolean;
  /** What is taken for granted on some way though there are other answers, which can't be listed and were not followed. */
  readonly presumed: readonly Assumed[];
}

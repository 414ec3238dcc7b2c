import type { Evidence, LineRef } from './evidence.ts';
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
      /** `via 10.2.0.254 dev eth1`, `for this host`, or why the packet is refused. */
      readonly summary: string;
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

/** One way that the packet could go. */
export interface SimulatedWay {
  readonly steps: readonly SimulatedStep[];
  readonly disposition: Disposition;
  readonly cause: SimulatedCause | null;
  /** One sentence: how it ends. */
  readonly summary: string;
  /** What is taken for granted for this way, each completing "assuming that ...". */
  readonly assumes: readonly string[];
  /** The packet as it leaves the host; null for one that does not. */
  readonly egress: {
    readonly interface: string | null;
    readonly src: string | null;
    readonly dst: string | null;
    readonly sport: number | null;
    readonly dport: number | null;
  } | null;
}

/** Where the routing decision behind PREROUTING led: to the host itself, or out of an interface. */
export type KnownRouting =
  { readonly to: 'local' } | { readonly to: 'forward'; readonly outInterface: string };

/** Where a packet would go that nobody has sent. */
export interface Simulation {
  /** One for each end that what is known leaves possible; the one with the fewest assumptions first. */
  readonly ways: readonly SimulatedWay[];
  /** Why there may be further ends; null where all were followed. */
  readonly unexplored: string | null;
  /** What is taken for granted on some way though there are other answers, which can't be listed and were not followed. */
  readonly presumed: readonly string[];
}

import type { Cause, CauseKind } from './cause.ts';
import type { Drift } from './drift.ts';
import type { Confidence, Evidence, LineRef } from './evidence.ts';
import type { Mismatch } from './mismatch.ts';
import type { OpenFact } from './open-fact.ts';
import type { RoutedTo } from './routed-to.ts';
import type { Rule } from './ruleset.ts';
import type { TableFamily } from './table-family.ts';
import type { TracePlace } from './trace.ts';
import type { Hook, Verdict } from './verdict.ts';

export { dispositions, type Disposition } from './disposition.ts';

/** A trace event's place, tied to the ruleset of the bundle. */
export interface ResolvedPlace {
  /** As the tracer named it; with the position in the chain where the tracer prints none and the rule was found. */
  readonly place: TracePlace;
  /** `rule`: a rule matched. `policy`: the end of a built-in chain. `return`: the end of a user-defined chain. */
  readonly at: 'rule' | 'policy' | 'return' | 'unknown';
  /** The rule that was met; null at a chain's end, without a ruleset, and where the ruleset has drifted. */
  readonly rule: Rule | null;
  /** Null where the ruleset does not tell. */
  readonly verdict: Verdict | null;
  /**
   * How the rule was found: by its number, its handle or its text; in a changed ruleset by what packets did (`evidence`), or only because no
   * other rule of the file can be it (`elimination`). Null where none was.
   */
  readonly foundBy: 'number' | 'handle' | 'text' | 'evidence' | 'elimination' | null;
  /** Why the ruleset in the bundle can't be the one of the capture at this place; null where nothing contradicts. */
  readonly drift: Drift | null;
  /** The line that shows the rule, or the chain's policy. */
  readonly shownAt: Evidence | null;
}

/** A chain that hangs on a hook: where packets enter a table. */
export interface BaseChain {
  readonly tableFamily: TableFamily;
  readonly table: string;
  readonly chain: string;
  /** netdev's ingress stands for prerouting and its egress for postrouting, before and after all others. */
  readonly hook: Hook;
  /** The chains of bridges see frames, on hooks of their own around those of IP. */
  readonly layer: 'ip' | 'bridge';
  /** Within a hook, lower runs first, whatever the table's family. */
  readonly priority: number;
  /** Only the packets that begin a connection come there. */
  readonly nat: boolean;
  /** Whose rules run there: `nft` also for those of iptables-nft. */
  readonly side: 'legacy' | 'nft';
  /** By its name, from a ruleset of the bundle, or only from what packets did there. */
  readonly known: 'built-in' | 'ruleset' | 'inferred';
}

/**
 * A way through the chains, shared by all packets that took it: one more step than its parent. ChainPath 0 is the empty
 * way; a shape's steps are read from its end to shape 0.
 */
export interface ChainPath {
  readonly parent: number;
  /** Index into the trace events' places; -1 for shape 0. */
  readonly place: number;
  /** Null for a user-defined chain that the log enters from nowhere. */
  readonly hook: Hook | null;
  /** The base chain that the step is in, or that its chain was called from; null where that is not known. */
  readonly base: BaseChain | null;
  /** How deep in calls of user-defined chains; 0 in a built-in chain. */
  readonly depth: number;
  /** Number of steps. */
  readonly length: number;
  /** The ruleset or the order of hooks makes this step impossible after its parent: lines are missing before it. */
  readonly gap: boolean;
}

/**
 * Packet journeys in columns, numbered by their first event. A journey's events are found from its first on, each by
 * its distance to the next (journey-events.ts): two bytes for each event, for the lines of a packet stand close together.
 */
export interface Journeys {
  readonly count: number;
  /** Entry p: the first and the last trace event of journey p. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** Entry e: how many events further the next event of e's journey stands; 0 for its last. */
  readonly toNext: Uint16Array | Uint32Array;
  /** 1 where another packet could as well own some of this journey's lines. */
  readonly ambiguous: Uint8Array;
  /** The way that journey p took: an index into `shapes`. */
  readonly shape: Uint32Array;
  readonly shapes: readonly ChainPath[];
  /** One for each of the trace events' places, by the same index. */
  readonly places: readonly ResolvedPlace[];
}

/** What routing decided for a packet between PREROUTING and the next hook, replayed from the bundle's files. */
export interface RoutingStep {
  readonly decision: RoutedTo;
  /** What the decision is not certain without; empty for one that is. */
  readonly without: readonly OpenFact[];
  readonly evidence: readonly Evidence[];
  readonly confidence: Confidence;
}

/** A rule that would have let a dropped packet through, had it matched. */
export interface NearMiss {
  readonly table: string;
  readonly chain: string;
  /** Counted from 1; null after a cut in a listing. */
  readonly number: number | null;
  readonly text: string;
  readonly at: LineRef;
  /** How many of its conditions failed, those of the jumps to its chain included. */
  readonly failures: number;
  /** The first condition that failed. */
  readonly failed: Mismatch;
  /** False where no condition is known to fail, and `failed` is the first that may have: the packet passed the rule by. */
  readonly certain: boolean;
}

/** What a command would show that the bundle lacks and that would settle an open question. */
export interface MissingInput {
  readonly host: string;
  readonly command: string;
  /** Each once, in the order of their weight. */
  readonly facts: readonly MissingFact[];
  /** How many packets have a question that is open for want of it. */
  readonly packets: number;
}

export type MissingFact =
  /**
   * `asks`: the log has rule numbers (iptables), or the rules it printed have neighbours and sets (nft), or LOG rules
   * that no file shows wrote it.
   */
  | { readonly kind: 'ruleset'; readonly asks: 'numbers' | 'surroundings' | 'log-rules' }
  /** The ruleset of the bundle is not the one of the log. */
  | { readonly kind: 'ruleset-of-the-log' }
  | { readonly kind: 'fib-rules' | 'routes' | 'sysctls' | 'links' }
  | { readonly kind: 'sets'; readonly names: readonly string[] }
  | { readonly kind: 'counters' | 'second-counters' };

export type { Cause, CauseKind, Confidence, Evidence, Hook, LineRef, Verdict };

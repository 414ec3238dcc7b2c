import type { Confidence, Evidence } from './evidence.ts';
import type { Family } from './family.ts';
import type { Registered } from './registered.ts';
import type { OpenFact, Premise } from './open-fact.ts';
import type { MartianDestination, SourceReason } from './routing-reason.ts';
import type { Hook } from './verdict.ts';

/**
 * What each kind of cause says besides where it happened: the values that its sentence names. They stand beside its
 * recogniser in explain/causes/, or here for causes of the routing decision, which the kernel's replay gives.
 */
export type CauseParameters = RoutingCauseParameters & Registered['cause'];

export type CauseKind = keyof CauseParameters;

/** The causes by which the routing decision refuses a packet; `other` is a martian destination. */
export interface RoutingCauseParameters {
  readonly 'no-route': { readonly destination: string };
  readonly blackhole: RefusingEntry;
  readonly unreachable: RefusingEntry;
  readonly prohibit: RefusingEntry;
  /** `mode` is the effective rp_filter: 1 strict, 2 loose. */
  readonly 'rp-filter': RefusedSource & { readonly mode: number };
  readonly 'martian-source': RefusedSource;
  /** Null for IPv6, which forwards on all interfaces or on none. */
  readonly 'ip-forward-disabled': { readonly interface: string | null };
  readonly 'ttl-expired': { readonly family: Family; readonly ttl: number };
  /** In bytes; `mtu` is null where only a limit below the packet's length would explain the drop. */
  readonly 'mtu-exceeded': {
    readonly length: number;
    readonly mtu: number | null;
    readonly interface: string | null;
  };
  readonly other: MartianDestination | RecordedDrop;
}

export type RoutingCauseKind = keyof RoutingCauseParameters;

/** A cause's kind with its own parameters. */
export type CauseFinding<K extends CauseKind = CauseKind> = {
  readonly [Kind in K]: { readonly kind: Kind; readonly parameters: CauseParameters[Kind] };
}[K];

/** Why packets died, shared by all that died in the same way. Plain data: its sentences are made by `Words`. */
export type Cause = CauseFinding & CauseFrame;

/** What causes of all kinds have. */
export interface CauseFrame {
  readonly host: string;
  readonly family: Family;
  /** Where the verdict fell; null for what is no rule (routing, neighbour, ...). */
  readonly table: string | null;
  readonly chain: string | null;
  /** The position that the log named, counted from 1; null for policies and for what is no rule. */
  readonly rule: number | null;
  /** The rule as the bundle has it; null where no rule of the bundle can be it. */
  readonly text: string | null;
  readonly confidence: Confidence;
  /** What the claim rests on besides the verdict itself, and what speaks against it, in the order of the sentence. */
  readonly grounds: readonly Ground[];
  /** Lines of rules, routes, sysctls that prove it. The log line is the packet's own and is added for each packet. */
  readonly evidence: readonly Evidence[];
  /** Causes with the same group are one dead end of the screen: the same rule, the same interface's rp_filter, ... */
  readonly group: string;
}

/** A drop that the kernel recorded and nothing else explains; the reason as it names it. */
interface RecordedDrop {
  readonly kind: 'recorded';
  readonly reason: string | null;
  readonly location: string | null;
}

/** A route or FIB rule that refuses packets to `destination`. */
interface RefusingEntry {
  readonly destination: string;
  readonly by: { readonly kind: 'route' | 'fib-rule'; readonly text: string };
}

/** A source address that did not pass validation on the interface that the packet came in by. */
interface RefusedSource {
  /** Null where it is redacted. */
  readonly source: string | null;
  readonly interface: string;
  readonly reason: SourceReason;
}

/** Why a bridge sends a frame nowhere; `port` is the one that refuses it, `from` the one it came in by. */
export interface BridgeRefusal {
  readonly bridge: string;
  readonly from: string;
  readonly port: string;
  readonly why: 'port-state' | 'isolated' | 'no-hairpin' | 'no-flooding';
  readonly state: string;
}

/** How it is known that no program reads a queue. `in-delivers`: the kernel's count of delivered packets. */
export type UnreadQueueProof =
  | { readonly kind: 'not-listed' | 'none-returned' }
  | { readonly kind: 'not-captured'; readonly interface: string }
  | { readonly kind: 'in-delivers'; readonly value: number };

/** `tuple-taken`: another connection (`holder`) has the address and port that the SNAT rule wants. */
export type NatFailure =
  | {
      readonly kind: 'tuple-taken';
      readonly holder: Socket;
      readonly wanted: Socket;
      readonly towards: Socket;
    }
  /** All ports of the rule's range are taken; `visits`: how often the flow came to nat without being confirmed. */
  | {
      readonly kind: 'range-full';
      readonly range: string;
      readonly towards: Socket;
      readonly visits: number;
    }
  /** The flow came to nat so often, and nothing shows that conntrack took it in. */
  | { readonly kind: 'never-confirmed'; readonly visits: number }
  | { readonly kind: 'icmp-redirect'; readonly hook: Hook; readonly awaited: string };

/** An address with its port; the port is null for protocols without. */
export interface Socket {
  readonly address: string;
  readonly port: number | null;
}

/** Why a cause is believed, or doubted. */
export type Ground =
  /** The rules after the last LOG rule that matched were walked through. */
  | { readonly kind: 'after-log-rule' }
  /** The rule's own log statement is the packet's last line. */
  | { readonly kind: 'logs-and-decides' }
  /** `chain` (`filter/FORWARD`) would have logged the packet; `counted`: its counters show none without a line either. */
  | { readonly kind: 'no-line-of'; readonly chain: string; readonly counted: boolean }
  /** No ruleset of the bundle shows the rule that the log names; `kind` of the step as the log has it. */
  | {
      readonly kind: 'rule-unknown';
      readonly why: 'ruleset-changed' | 'no-ruleset';
      /** The number of the policy's step, which may as well be a last rule without conditions. */
      readonly policyNumber: number | null;
    }
  /** The ruleset has the policy as ACCEPT, but its table has changed since the log. */
  | { readonly kind: 'policy-accepts-now' }
  | { readonly kind: 'not-captured'; readonly interface: string }
  /** The tracer shows the chains of the other backend alone; the packet was walked through those of `side`. */
  | { readonly kind: 'not-traced'; readonly side: 'legacy' | 'nft' }
  /** That rule ended the packet's trace; it was walked through the rules from there on. */
  | { readonly kind: 'trace-switched-off'; readonly place: RulePlace }
  | { readonly kind: 'answered-with-reset' }
  /** The log shows the host answer packets that met the rule. */
  | { readonly kind: 'answered-by-host' }
  /** A recording shows the kernel drop the very packet. */
  | { readonly kind: 'recorded-drop'; readonly reason: string | null; readonly location: string | null }
  | { readonly kind: 'martian-logged' }
  /** The kernel's counter of such drops, which is among the evidence, has counted. */
  | { readonly kind: 'counted-by-kernel' }
  /** Other packets vanished at the same place that routing would have passed on. */
  | { readonly kind: 'others-vanished' }
  /** The log shows another packet forwarded that routing could not tell from this one. */
  | { readonly kind: 'alike-forwarded' }
  /** NAT may have rewritten the destination, which the last line would not show. */
  | { readonly kind: 'unless-rewritten' }
  /** That FIB rule would have led it elsewhere by a mark that no ruleset of the bundle sets. */
  | { readonly kind: 'unless-marked'; readonly rule: string }
  | { readonly kind: 'assuming'; readonly premises: readonly Premise[] }
  | { readonly kind: 'not-in-bundle'; readonly facts: readonly OpenFact[] }
  /** The log ends with the packet's last line, so that those that would show it go on may be missing. */
  | { readonly kind: 'log-ends' }
  | { readonly kind: 'other-causes'; readonly causes: readonly CauseKind[] }
  | { readonly kind: 'other-places'; readonly places: readonly RulePlace[] }
  /** That rule would have logged the packet; it counted more packets than the log has lines of it. */
  | {
      readonly kind: 'lines-of-rule-lost';
      readonly place: RulePlace;
      readonly counted: number;
      readonly lines: number;
    }
  /** More packets seem to have died there, as no later line shows them, than the rule counted. */
  | { readonly kind: 'stopped-too-many'; readonly seeming: number; readonly counted: number }
  /** The kernel's own counter of such drops, by nstat's name, is 0. */
  | { readonly kind: 'not-counted'; readonly counter: string }
  | { readonly kind: 'captured-leaving'; readonly interface: string }
  /** What `file` says of the host's network, `other` contradicts. */
  | { readonly kind: 'files-differ'; readonly file: string; readonly other: string }
  /** A file that it rests on is not what was packed; null for the packet's own log. */
  | { readonly kind: 'damaged'; readonly file: string | null };

/** A rule by its number; the chain's policy where that is null. */
export interface RulePlace {
  readonly table: string;
  readonly chain: string;
  readonly rule: number | null;
}

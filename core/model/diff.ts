import type { ChangeDetail } from './change-detail.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Cause, Disposition, Verdict } from './journey.ts';
import type { TableFamily } from './table-family.ts';

/** What can change between two captures of a host. */
export const changeKinds = [
  'rule-added',
  'rule-removed',
  'rule-moved',
  'rule-changed',
  'policy-changed',
  'chain-added',
  'chain-removed',
  'route-added',
  'route-removed',
  'route-changed',
  'ip-rule-added',
  'ip-rule-removed',
  'ip-rule-changed',
  'sysctl-changed',
  'set-changed',
  'address-changed',
  'link-changed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One difference between the configuration of a host at the two times. */
export interface Change {
  /** Counted from 1, in the order of the list. */
  readonly id: number;
  readonly kind: ChangeKind;
  readonly host: string;
  readonly detail: ChangeDetail;
  /** The line that shows it before; null for what was added. */
  readonly before: Evidence | null;
  /** The line that shows it after; null for what was removed. */
  readonly after: Evidence | null;
  /** What it does to packets where its line alone does not tell; else null. */
  readonly effect: ChangeEffect | null;
  /** The table and chain of a change in a ruleset; null for the others. */
  readonly chain: { readonly family: TableFamily; readonly table: string; readonly chain: string } | null;
}

export type ChangeEffect =
  /** net.ipv4.conf.default: for interfaces that are created later. */
  | { readonly kind: 'later-interfaces' }
  /** The effective values of a setting, which `conf.all` has a part in; empty where none changed. */
  | {
      readonly kind: 'effective-setting';
      readonly setting: string;
      readonly devices: readonly { readonly dev: string; readonly before: number; readonly after: number }[];
    }
  /** Elements of the set come and go without anybody's doing. */
  | { readonly kind: 'fleeting-elements' }
  /** Rules of nat decide for new connections alone. */
  | { readonly kind: 'source-rewritten' };

/** What does not change between two captures of one flow, as the host first saw it (before NAT): all but the client's port. */
export interface FlowKey {
  readonly host: string;
  readonly family: Family;
  readonly protocol: string;
  readonly src: string;
  readonly dst: string;
  /** Null for protocols without ports, and for packets that answer clients whose ports differ. */
  readonly dport: number | null;
  /** The service's port, of packets that answer; null for those that ask. */
  readonly sport: number | null;
  readonly icmpType: number | null;
  /** The interface by which the host got it; '' for what the host sent itself. */
  readonly inInterface: string;
}

/** How the packets of a flow ended in one capture. */
export interface FlowOutcome {
  readonly packets: number;
  /**
   * That of the most packets; of equals, the worse. Where both captures have that one, and only this one has packets
   * that ended otherwise: how those ended.
   */
  readonly disposition: Disposition;
  readonly byDisposition: Readonly<Partial<Record<Disposition, number>>>;
  readonly cause: Cause | null;
  /** Where those packets went on to, as last seen in the log (after DNAT); null for those that did not leave. */
  readonly egress: { readonly interface: string; readonly dst: string; readonly dport: number | null } | null;
  /** A packet (index from 0) of its analysis that ended so, to be looked at. */
  readonly example: number;
  /** The last line that the log has of that packet. */
  readonly lastLine: LineRef;
}

/**
 * How a flow's changed outcome is known to come from a change. `replayed`: the packet of the one capture, walked through
 * the other capture's configuration, ends differently, and with this change alone undone it ends as before. `named`: the
 * cause itself names what changed (the rule that dropped it is the rule that was added). `possible`: only consistent.
 */
export type AttributionProof = 'replayed' | 'named' | 'possible';

export interface Attribution {
  /** Ids of changes that together explain it. */
  readonly changes: readonly number[];
  /** Ids of changes that did not make this end, but would have to be undone too for the former one. */
  readonly besides: readonly number[];
  readonly proof: AttributionProof;
}

/** `not-shown`: what the packets met, walked through both configurations, leads to none of the changes. */
export type Unattributed = 'nothing-changed' | 'not-shown' | 'host-of-one-capture';

/** What makes a comparison less than certain. `side`: the only capture that has it. */
export type DiffNote =
  /** Taken for one host, as each capture has only one. */
  | { readonly kind: 'renamed-host'; readonly before: string; readonly after: string }
  | { readonly kind: 'host-of-one-capture'; readonly host: string; readonly side: CaptureSide }
  | { readonly kind: 'table-of-one-capture'; readonly table: string; readonly side: CaptureSide }
  /** A listing in one capture and a dump in the other, which print some rules differently. */
  | { readonly kind: 'listing-and-dump'; readonly table: string }
  | { readonly kind: 'routes-of-one-capture'; readonly table: string; readonly side: CaptureSide }
  | { readonly kind: 'fib-rules-of-one-capture'; readonly family: Family; readonly side: CaptureSide }
  | {
      readonly kind: 'part-of-one-capture';
      readonly part: 'links' | 'addresses' | 'sysctls' | 'ipsets';
      readonly side: CaptureSide;
    };

export type CaptureSide = 'before' | 'after';

/** A flow that both captures, or only one of them, have. */
export interface FlowChange {
  readonly flow: FlowKey;
  readonly before: FlowOutcome | null;
  readonly after: FlowOutcome | null;
  /**
   * Packets of the one capture ended as none of the other did, by disposition or cause (by the rule's content, not its
   * number). Never so for a flow that only one capture has, or whose end one of them does not show.
   */
  readonly changed: boolean;
  /** It ended alike, but left by another interface or for another address. */
  readonly diverted: boolean;
  /** Null where nothing is blamed. */
  readonly attribution: Attribution | null;
  /** Why no change is blamed for a flow that changed or was diverted; null for the others. */
  readonly unattributed: Unattributed | null;
}

export interface EdgeChange {
  readonly host: string;
  readonly from: string;
  readonly to: string;
  /** Distinct packets; 0 where the edge was not taken. */
  readonly before: number;
  readonly after: number;
}

/** One step of a journey, to be laid beside one of another journey. */
export interface ComparedStep {
  readonly table: string;
  readonly chain: string;
  readonly stepKind: 'rule' | 'return' | 'policy';
  /** Null where the tracer prints none and the rule was not found. */
  readonly number: number | null;
  /** Null at a chain's end, and where no rule of the bundle can be it. */
  readonly ruleText: string | null;
  readonly verdict: Verdict | null;
  readonly line: LineRef;
}

/** The journeys of one flow's packets in both captures, step beside step. */
export interface PartingSteps {
  /** Packets (indexes from 0) of the two analyses. */
  readonly before: number;
  readonly after: number;
  /** Null on the side whose journey has no such step. */
  readonly rows: readonly {
    readonly before: ComparedStep | null;
    readonly after: ComparedStep | null;
  }[];
  /** The first row whose sides differ: a step of one side only, or another verdict; null where all are alike. */
  readonly parting: number | null;
}

/** What differs between two captures of the same hosts. */
export interface CaptureDiff {
  readonly changes: readonly Change[];
  /** Changed ones first, those with the most packets before the others. */
  readonly flows: readonly FlowChange[];
  /** Edges whose weights differ, and those that do not. */
  readonly edges: readonly EdgeChange[];
  /** What makes the comparison less than certain: a capture without ruleset, hosts that only one of them has. */
  readonly notes: readonly DiffNote[];
  /** Drops that the counters of the two dumps show, the most first. */
  readonly counted: readonly CountedDrop[];
}

/** What a rule that drops, or with null for a rule the chain's policy, counted between two captures. */
export interface CountedDrop {
  readonly host: string;
  readonly family: TableFamily;
  readonly table: string;
  readonly chain: string;
  readonly rule: { readonly number: number | null; readonly text: string } | null;
  readonly packets: number;
  readonly bytes: number;
  /** Its line in the later capture. */
  readonly at: LineRef;
}

/** A rule, or a chain's policy, of both rulesets laid into one list. A rule that moved stands at both its places. */
export interface RulesetRow {
  readonly host: string;
  /** As changes name it: `filter`, `ipv6 filter`, and with nft's family `inet filter`. */
  readonly table: string;
  readonly chain: string;
  readonly state: 'same' | 'added' | 'removed' | 'moved' | 'changed';
  /** Null on the side that does not have it there. */
  readonly before: RulesetRowSide | null;
  readonly after: RulesetRowSide | null;
}

export interface RulesetRowSide {
  /** Counted from 1; null for a policy, and after a cut in a listing. */
  readonly number: number | null;
  readonly text: string;
  /** Packets that it matched by the log; null where the log does not tell. */
  readonly packets: number | null;
  readonly at: LineRef;
}

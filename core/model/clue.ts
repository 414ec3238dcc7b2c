import type { CauseFinding, RoutingCauseKind, RulePlace } from './cause.ts';
import type { LossSource } from './witness.ts';
import type { Evidence } from './evidence.ts';
import type { Mismatch } from './mismatch.ts';

/**
 * What stands out in a bundle and is no end of a packet: a fact that its files show, with what it may lead to. It claims
 * nothing of any packet's end.
 */
export type Clue = ClueFinding & {
  readonly host: string;
  /** How many packets of the log show it; 0 for what other files show. */
  readonly packets: number;
  readonly evidence: readonly Evidence[];
};

/** What a clue says, as data: a kind and its values. */
export type ClueFinding = {
  [Kind in ClueKind]: { readonly kind: Kind; readonly parameters: ClueParameters[Kind] };
}[ClueKind];

export type ClueKind = keyof ClueParameters;

export interface ClueParameters {
  /** The packet goes back to its own sender by the bridge that it came in by; `port` is null where no line shows it. */
  readonly 'back-to-sender': {
    readonly bridge: string;
    readonly port: string | null;
    readonly sender: string;
    readonly asked: string;
  };
  /** Frames that a bridge only hands on are judged by the rules of IP. */
  readonly 'bridged-frames-filtered': { readonly bridge: string };
  /** They meet TPROXY while they are frames. */
  readonly 'bridged-frames-tproxied': { readonly bridge: string };
  /** SYNs came several times, and the log has no packet of the other direction; `src`: of the first. */
  readonly 'syn-repeated': {
    readonly src: string;
    readonly dst: string;
    readonly dport: number | null;
    readonly times: number;
    readonly connections: number;
  };
  /** An IPsec policy is for the packet as it was before its source was rewritten. */
  readonly 'rewritten-before-ipsec': {
    readonly src: string;
    readonly dst: string;
    readonly rewrittenTo: string | null;
  };
  /** A rule, or a chain's policy (null), has dropped packets. */
  readonly 'drops-counted': {
    readonly table: string;
    readonly chain: string;
    readonly rule: { readonly number: number | null; readonly text: string } | null;
    readonly packets: number;
    readonly bytes: number;
    /** Whether two dumps show it, which counted so much in between. */
    readonly isBetweenDumps: boolean;
    /** Only packets that conntrack calls INVALID match the rule. */
    readonly invalid: boolean;
  };
  /** Between the first and the last of several readings, the kernel counted packets that it lost. */
  readonly 'losses-counted': {
    readonly source: LossSource | 'snmp' | 'qdisc';
    /** The interface; null for what is counted of the whole host. */
    readonly dev: string | null;
    /** The kernel's name for it: `insert_failed`, `TcpExtListenDrops`; of a qdisc its kind. */
    readonly name: string;
    readonly from: number;
    readonly to: number;
  };
  /** A recording shows the kernel drop packets there; null for what it does not show. */
  readonly 'drops-recorded': {
    readonly location: string | null;
    readonly reason: string | null;
    readonly packets: number;
  };
  /** A capture has packets between others, and the host forwards none. */
  readonly 'forwarding-off': { readonly seen: number; readonly src: string; readonly dst: string };
  /** A capture shows packets for the host come in by an interface, and its routes and sysctls refuse them. */
  readonly 'refused-on-arrival': {
    readonly interface: string;
    readonly seen: number;
    readonly src: string;
    readonly dst: string;
    readonly why: CauseFinding<RoutingCauseKind>;
  };
  /** A capture shows SYNs without an answer that no rule of DNAT matches; `rule` is the first that wants only another place. */
  readonly 'translation-missed': {
    readonly seen: number;
    readonly src: string;
    readonly dst: string;
    readonly dport: number | null;
    readonly rule: RulePlace;
    readonly failed: Mismatch;
  };
  /** A chain drops what no rule accepts, and none accepts packets of established connections. */
  readonly 'answers-not-accepted': { readonly table: string; readonly chain: string };
  /** tcpdump calls the checksums of packets wrong. */
  readonly 'checksums-wrong': { readonly seen: number; readonly src: string; readonly dst: string };
}

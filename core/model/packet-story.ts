import type { Drift } from './drift.ts';
import type { EndNote } from './end-note.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Cause, CauseKind, Disposition, NearMiss, RoutingStep, Verdict } from './journey.ts';
import type { TableFamily, Tracer } from './trace.ts';

/** A header field that NAT or a target rewrote between the last line and this one. */
export interface Rewrite {
  readonly field:
    'src' | 'dst' | 'sport' | 'dport' | 'mark' | 'ctmark' | 'tos' | 'ttl' | 'tracked' | 'out' | 'in';
  readonly before: string;
  readonly after: string;
}

/** One line of a packet's timeline. */
export type TimelineItem =
  | {
      readonly kind: 'step';
      readonly line: LineRef;
      readonly table: string;
      readonly chain: string;
      readonly stepKind: 'rule' | 'return' | 'policy';
      readonly number: number | null;
      readonly at: 'rule' | 'policy' | 'return' | 'unknown';
      readonly ruleText: string | null;
      readonly tracer: Tracer;
      /** The table's family. */
      readonly tableFamily: TableFamily;
      /** nft's handle of the rule; null where none is known. */
      readonly handle: number | null;
      readonly ruleShownAt: Evidence | null;
      readonly verdict: Verdict | null;
      /** How deep in calls of user-defined chains; 0 in a built-in chain. */
      readonly depth: number;
      readonly drift: Drift | null;
      readonly rewrites: readonly Rewrite[];
    }
  | (RoutingStep & { readonly kind: 'routing'; readonly rewrites: readonly Rewrite[] });

/** What another host saw of a packet. */
export interface ElsewhereNote {
  readonly host: string;
  /** The packet's index there, from 0; null where that host did not see it, though it should have. */
  readonly packet: number | null;
  readonly saw: SeenElsewhere;
}

/** How the packet's journey through another host ended. */
export type SeenElsewhere =
  /** The outgoing interface is '' where the log does not show it. */
  | { readonly kind: 'left'; readonly interface: string }
  | { readonly kind: 'delivered' | 'last-seen' | 'never-seen' }
  /** `chain` (`filter/FORWARD`) is null for what is no rule. */
  | {
      readonly kind: 'dropped' | 'rejected';
      readonly cause: CauseKind | null;
      readonly chain: string | null;
    };

/** A packet's header at one trace event, in plain words. */
export interface PacketHeader {
  readonly inInterface: string;
  readonly outInterface: string;
  readonly src: string;
  readonly dst: string;
  readonly protocol: string;
  /** -1 for none; of an ICMP echo, the ICMP id. */
  readonly sport: number;
  readonly dport: number;
  /** Null for packets that are not ICMP. */
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly ipId: number;
  readonly ttl: number;
  readonly lengthBytes: number;
  readonly mark: number;
  readonly tos: number;
  /** Null for packets that are not TCP. */
  readonly tcp: { readonly seq: number; readonly ack: number; readonly flags: number } | null;
  /** DF = 1, MF = 2, CE = 4, and the fragment offset (in 8-byte units) from bit 3 on. */
  readonly fragment: number;
  /** The frame's destination, '' where the line has none. */
  readonly dstMac: string;
}

/** An end of a packet that NAT replaced, and the line that shows it. */
export interface Translation {
  readonly end: 'src' | 'dst';
  /** With their ports, if the protocol has some. */
  readonly before: string;
  readonly after: string;
  /** Of the log, or of a listing of connections. */
  readonly at: LineRef;
}

/** All that the window says of one packet. */
export interface PacketStory {
  readonly packet: number;
  readonly host: string;
  readonly family: Family;
  readonly protocol: string;
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  /** Why a journey's end is not known, or what its disposition does not say. */
  readonly note: EndNote | null;
  /** The interface that it left by, as the log has it; '' where it shows none. */
  readonly outInterface: string;
  /** What other hosts saw of the packet, in the order of its path; empty for one host. */
  readonly elsewhere: readonly ElsewhereNote[];
  readonly ambiguous: boolean;
  /** As the packet's first line has it. */
  readonly header: PacketHeader;
  readonly translations: readonly Translation[];
  readonly timeline: readonly TimelineItem[];
  /** For a packet that a rule or policy let die: rules that would have let it through, the nearest first. */
  readonly nearMisses: readonly NearMiss[];
  /** The log lines and file lines that prove the summary, the log's last line first. */
  readonly evidence: readonly Evidence[];
}

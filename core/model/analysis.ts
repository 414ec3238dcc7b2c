import type { Clue } from './clue.ts';
import type { ArtifactReport } from './artifact.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Drift } from './drift.ts';
import type { EndNote } from './end-note.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Flow } from './flow.ts';
import type { CaptureMatches } from './capture-match.ts';
import type { DescribedHosts } from './host-records.ts';
import type { KeptLines } from './kept-lines.ts';
import type { KernelMessages } from './kernel-message.ts';
import type { FlowEdge, PlacedNode } from './graph.ts';
import type {
  Cause,
  CauseKind,
  Disposition,
  Journeys,
  MissingInput,
  NearMiss,
  RoutingStep,
  Verdict,
} from './journey.ts';
import type { Counter, Ruleset } from './ruleset.ts';
import type { CrossHostLinks } from './sightings.ts';
import type { TableFamily, TraceEvents, Tracer } from './trace.ts';

/** How far the reading has come; sent several times a second. */
export interface Progress {
  /** The file being read now, and what for. */
  readonly file: string;
  readonly stage: 'opening' | 'reading' | 'joining' | 'explaining';
  /** The share of the stage that is done, from 0 to 1. */
  readonly done: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly linesRead: number;
  readonly traceEvents: number;
  /** Packets told apart so far; journeys are counted for good when all is read. */
  readonly packets: number;
}

/** How each journey ended, in columns: entry p belongs to journey p. */
export interface Outcomes {
  /** An index into `dispositions` of journey.ts. */
  readonly disposition: Uint8Array;
  /** An index into `causes`; -1 where nothing died or nothing is known. */
  readonly cause: Int32Array;
  /** An index into `notes`: why a journey is incomplete or unknown; -1 where there is nothing to say. */
  readonly note: Int32Array;
  readonly causes: readonly Cause[];
  readonly notes: readonly EndNote[];
}

/** The way of each journey through the graph, shared by journeys that took the same way. */
export interface FlowPaths {
  /** Entry p: the way of journey p, an index into `paths`. */
  readonly path: Uint32Array;
  /** A way: indexes into `nodes`, in order. */
  readonly paths: readonly (readonly number[])[];
  readonly nodes: readonly PlacedNode[];
}

/** Packets that died for one cause, in one place. */
export interface DeadEnd {
  readonly host: string;
  readonly cause: Cause;
  /** Indexes into `Outcomes.causes`: all causes of this group. */
  readonly causes: readonly number[];
  readonly packets: number;
  readonly flows: readonly FlowCount[];
}

/** Packets of one flow as the host first saw them, before NAT. */
export interface FlowCount extends Flow {
  readonly family: Family;
  readonly packets: number;
}

export interface HostSummary {
  readonly name: string;
  readonly packets: number;
  readonly interfaces: readonly string[];
}

/** How often a rule matched, by the log; `counter` is what the ruleset's file says. */
export interface RuleCount {
  readonly host: string;
  /** `ipv4` or `ipv6` for iptables; for nft, the table's family. */
  readonly family: Family | TableFamily;
  readonly table: string;
  readonly chain: string;
  readonly number: number | null;
  readonly text: string | null;
  readonly packets: number;
  readonly bytes: number;
  readonly counter: Counter | null;
  /** What two dumps of the bundle show it to have counted between them. */
  readonly delta: Counter | null;
  readonly at: LineRef | null;
}

export interface PolicyCount {
  readonly host: string;
  /** `ipv4` or `ipv6` for iptables; for nft, the table's family. */
  readonly family: Family | TableFamily;
  readonly table: string;
  readonly chain: string;
  readonly policy: 'ACCEPT' | 'DROP' | null;
  readonly packets: number;
  readonly bytes: number;
  readonly counter: Counter | null;
  /** What two dumps of the bundle show it to have counted between them. */
  readonly delta: Counter | null;
  readonly at: LineRef | null;
}

/**
 * Everything that Netopsy found in a bundle, as data: what can be asked of it is in `questions/`. Columns are typed
 * arrays; a packet's number is its index + 1.
 */
export interface Analysis extends DescribedHosts {
  readonly artifacts: readonly ArtifactReport[];
  readonly hosts: readonly HostSummary[];
  readonly diagnostics: readonly Diagnostic[];
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly outcomes: Outcomes;
  /** Packets that several hosts of the bundle saw. */
  readonly sightings: CrossHostLinks;
  readonly flowPaths: FlowPaths;
  readonly edges: readonly FlowEdge[];
  readonly deadEnds: readonly DeadEnd[];
  readonly rules: readonly RuleCount[];
  readonly policies: readonly PolicyCount[];
  /** What stands out besides the ends of packets. */
  readonly clues: readonly Clue[];
  readonly missing: readonly MissingInput[];
  /** What the kernels of all hosts say in their logs apart from traces. */
  readonly kernelMessages: readonly KernelMessages[];
  /** True where the analysis was stopped before all was read; what is here is what was found until then. */
  readonly partial: boolean;
  /** The rulesets, each with its host; those whose host is not known are left out. */
  readonly rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[];
  readonly captureMatches: CaptureMatches;
  readonly keptLines: KeptLines;
}

/** An analysis with its bundle at hand, whose lines can be read again. */
export interface AnalysedBundle extends Analysis {
  readonly texts: TextReader;
}

/** A line of a capture that shows a packet of the log. */
export interface CapturedLine extends Evidence {
  readonly way: 'in' | 'out';
  readonly interface: string;
}

/** Reads lines of the bundle's files again, for the rows and the evidence that a person looks at. */
export interface TextReader {
  /** Lines `from` to `to` of a file (from 1, both included; past its end: fewer). Unknown files give none. */
  lines(file: string, from: number, to: number): Promise<readonly string[]>;
  /** The texts of single lines of one file, in the order of `numbers`: quickest where they ascend. */
  pick(file: string, numbers: readonly number[]): Promise<readonly string[]>;
}

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

/** A row of the table of journeys. `stamp` is the time as the log's line has it; '' where it has none. */
export interface JourneyRow {
  /** Of the first line. */
  readonly header: PacketHeader;
  readonly packet: number;
  readonly host: string;
  readonly stamp: string;
  readonly uptimeSeconds: number | null;
  readonly family: Family;
  readonly protocol: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly steps: number;
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  readonly first: LineRef;
}

import type { Clue } from './clue.ts';
import type { ArtifactReport } from './artifact.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { EndNote } from './end-note.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Flow } from './flow.ts';
import type { CaptureMatches } from './capture-match.ts';
import type { DescribedHosts } from './host-records.ts';
import type { KeptLines } from './kept-lines.ts';
import type { KernelMessages } from './kernel-message.ts';
import type { FlowEdge, PlacedNode } from './graph.ts';
import type { Cause, Journeys, MissingInput } from './journey.ts';
import type { Counter, Ruleset } from './ruleset.ts';
import type { CrossHostLinks } from './sightings.ts';
import type { TableFamily, TraceEvents } from './trace.ts';

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

/** The path of each journey through the graph, shared by journeys that took the same one. */
export interface FlowPaths {
  /** Entry p: the path of journey p, an index into `paths`. */
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

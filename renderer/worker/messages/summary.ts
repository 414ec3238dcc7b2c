import type {
  ArtifactReport,
  ChainFamily,
  DeadEnd,
  Diagnostic,
  Disposition,
  Drawing,
  FlowEdge,
  HostSummary,
  MissingInput,
  PlacedNode,
} from '../../../core/index.ts';
import type { DrawnCounts } from '../drawn-counts.ts';

/** A message of the kernel as a note on the file that has it: a warning where it tells of a loss. */
export interface MessageNote extends Pick<Diagnostic, 'severity' | 'file' | 'line'> {
  readonly message: string;
}

/** What the page shows of a capture before anybody asks for more. */
export interface CaptureSummary extends GraphPicture {
  readonly packets: number;
  readonly partial: boolean;
  /** Packets were traced, and each is known to have got through. */
  readonly allClear: boolean;
  readonly byDisposition: Readonly<Record<Disposition, number>>;
  readonly hosts: readonly HostSummary[];
  readonly artifacts: readonly ArtifactReport[];
  readonly diagnostics: readonly Diagnostic[];
  readonly deadEnds: readonly DeadEndSummary[];
  readonly missing: readonly MissingInput[];
  /** What the kernel says in the logs apart from traces, the losses first. */
  readonly kernelMessages: readonly MessageNote[];
  /** What stands out besides the ends of packets, each on the line that shows it first. */
  readonly clues: readonly MessageNote[];
  readonly rules: number;
  /** The rules' files, so that an empty table of rules can say why. */
  readonly rulesetFiles: readonly string[];
  /** Stamps of the first and the last packet as the log has them; '' where it has none. */
  readonly firstStamp: string;
  readonly lastStamp: string;
  /** The kernel's uptime at the last packet; null where the log does not have it. */
  readonly lastUptimeSeconds: number | null;
  /** The packet to show first (from 1): one of the biggest dead end, else the first; null without packets. */
  readonly firstPacket: number | null;
}

/** Places and edges, with families of chains folded into one place each but for the unfolded ones. */
export interface DrawnPicture {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
  /** All packets that are in the picture. */
  readonly drawn: DrawnCounts;
  readonly families: readonly ChainFamily[];
}

/** The graph of the whole capture. */
export interface GraphPicture extends DrawnPicture {
  readonly edges: readonly FlowEdge[];
}

/** A dead end with the beginning of its flows; `flowCount` counts them all. */
export interface DeadEndSummary extends DeadEnd {
  readonly flowCount: number;
  /** How many other dead ends have the same kind, chain and rule, so that those do not name it alone. */
  readonly namesakes: number;
}

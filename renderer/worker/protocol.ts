import type {
  ArtifactReport,
  ChainFamily,
  DeadEnd,
  Diagnostic,
  Disposition,
  Drawing,
  FixedDeadEnd,
  FlowEdge,
  HostFile,
  HostSummary,
  JourneyRow,
  MissingInput,
  OwnWords,
  NamedRule,
  PacketStory,
  PlacedNode,
  PolicyCount,
  Progress,
  ReachDeath,
  ReachProgress,
  ReachThrough,
  Room,
  RuleCount,
  TimelineItem,
  WhatIfDocument,
} from '../../core/index.ts';
import type { DrawnCounts } from './drawn-counts.ts';
import type { Comparison, FlowPair, PicturePair, RulesetRow, RulesetRowsAsk, Side } from './comparison.ts';
import type { JourneyColumn, RuleColumn, Sort } from './sort-columns.ts';
import type { TimeStrip } from './time-strip.ts';
import type { Suggestion } from './suggest.ts';
import type { Selection } from '../selection/selection.ts';

/**
 * All that page and worker say to each other. The packets and the rules stay in the worker; the page gets counts, and
 * the rows that are on screen. Here and in the page a packet is its number, counted from 1; core has indexes from 0.
 */
export interface Requests {
  /** Reads a bundle; `progress` events come while it goes on, `cancel` ends it early. Answered once for a worker. */
  open: {
    /** Of each log the lines of the first `logBytes` are read; Infinity for all. */
    readonly ask: {
      readonly files: readonly FileToRead[];
      readonly logBytes: number;
      /** Where the graph will be drawn. */
      readonly room: Room;
    };
    readonly answer: CaptureSummary;
  };
  /** Ends reading; what was found until then is the answer of `open`. */
  cancel: { readonly ask: object; readonly answer: null };
  /** Narrows the packets; `rows` and `position` are of the last filter's packets. */
  filter: { readonly ask: FilterAsk; readonly answer: FilterResult };
  /** The last filter's packets over time; null where no log has times, or there is a newer filter. */
  timeStrip: { readonly ask: { readonly generation: number }; readonly answer: TimeStrip | null };
  /** What the filter text may go on with at the caret. */
  suggest: {
    readonly ask: { readonly text: string; readonly caret: number };
    readonly answer: readonly Suggestion[];
  };
  /** Draws the graph with these families unfolded, all others folded; counts are of the last filter's packets. */
  fold: {
    readonly ask: { readonly unfolded: readonly string[]; readonly room: Room };
    readonly answer: { readonly picture: GraphPicture } & Pick<FilterResult, 'edges' | 'drawn'>;
  };
  /** The chains of a family, those with the most of the last filter's packets first; null where there is a newer filter. */
  familyChains: {
    readonly ask: { readonly generation: number; readonly family: string };
    readonly answer: readonly FamilyChain[] | null;
  };
  /** The graph of the filter's packets alone, or of those that went the way of `packet` (from 1); null where there is a newer filter. */
  narrowedPicture: {
    readonly ask: {
      readonly generation: number;
      readonly unfolded: readonly string[];
      readonly room: Room;
      readonly packet: number | null;
    };
    readonly answer: DrawnPicture | null;
  };
  /** Rows of the filter's packets: `from` (from 0) up to, not with, `to`. */
  rows: {
    readonly ask: { readonly generation: number; readonly from: number; readonly to: number };
    readonly answer: readonly JourneyRow[];
  };
  /** The rows of the last filter as a file. */
  rowsAsCsv: { readonly ask: object; readonly answer: Uint8Array };
  /** The last filter's packets as a file: one JSON document a line, or a capture with headers rebuilt from the log. */
  packetsAs: { readonly ask: { readonly format: 'ndjson' | 'pcapng' }; readonly answer: Uint8Array };
  /** The number (from 1) of the packet in a row. */
  packetAt: {
    readonly ask: { readonly generation: number; readonly row: number };
    readonly answer: number | null;
  };
  story: { readonly ask: { readonly packet: number }; readonly answer: PacketStory };
  /** What would let a packet's dead end pass; null for a packet in none. */
  fixes: { readonly ask: { readonly packet: number }; readonly answer: FixedDeadEnd | null };
  /** The command that takes a rule away; null where no dump has it, or its tool has no such command. */
  removeRule: { readonly ask: NamedRule; readonly answer: string | null };
  /** What commands, a line each as typed on the host, would do to the capture's packets. */
  tryChanges: { readonly ask: TryAsk; readonly answer: TriedChanges };
  /** The same, as a comparison of what was captured with what the changes come to. */
  compareTried: {
    readonly ask: TryAsk;
    readonly answer: { readonly kind: 'compared'; readonly comparison: Comparison } | RefusedTry;
  };
  /** The files that show a host's configuration, whole. */
  hostFiles: { readonly ask: { readonly host: string }; readonly answer: readonly HostFile[] };
  /** Commands about a packet (from 1) that a person may begin with. */
  beginningFor: { readonly ask: { readonly packet: number }; readonly answer: readonly string[] };
  /** Where a packet would go that nobody has sent. */
  sendPacket: {
    /** `without`: commands that take rules away before. */
    readonly ask: { readonly packet: SentPacket; readonly without: readonly string[] };
    readonly answer: SentAnswer | { readonly wrong: string };
  };
  /** What becomes of all packets of a kind, captured or not, with `reachProgress` events; null when `giveUpReach` ended it. */
  reach: { readonly ask: ReachAsk; readonly answer: ReachFound | { readonly wrong: string } | null };
  /** Which packets, captured or not, end otherwise in the second capture's configuration; the same way. */
  comparedReach: { readonly ask: object; readonly answer: ReachFound | null };
  giveUpReach: { readonly ask: object; readonly answer: null };
  /** Boxes of the last answer of `reach` or `comparedReach`: `from` (from 0) up to, not with, `to`. */
  boxes: { readonly ask: BoxesAsk; readonly answer: BoxesAnswer };
  /** The way of one packet of each box that fits `text`, as wide as the box's share of what was asked. */
  boxWays: { readonly ask: { readonly text: string; readonly room: Room }; readonly answer: DrawnPicture };
  /** Searches for rules that no packet can match; how many of how many tables were too large. */
  neverMatching: { readonly ask: object; readonly answer: NeverFound };
  /** The packet's first line as the form of `sendPacket` has it. */
  packetWords: { readonly ask: { readonly packet: number }; readonly answer: SentPacket };
  /** Lines of a file, counted from 1, both ends included. */
  lines: {
    readonly ask: { readonly file: string; readonly from: number; readonly to: number };
    readonly answer: readonly string[];
  };
  /** Rules and policies that fit `query`, and a window of them. */
  rules: { readonly ask: RulesAsk; readonly answer: RulesAnswer };
  /** What took packets along an edge of the graph, the most frequent first. */
  edgeRules: {
    readonly ask: { readonly host: string; readonly from: string; readonly to: string };
    readonly answer: readonly EdgeRule[];
  };
  /** Reads a second bundle, which is the `side` of the comparison with the open one; the open one stays open. */
  compare: {
    readonly ask: { readonly files: readonly FileToRead[]; readonly side: Side };
    readonly answer: Comparison;
  };
  /** Compares the other way round: what was before is after. */
  swapSides: { readonly ask: object; readonly answer: Comparison };
  /** Draws both graphs with these families unfolded, all others folded. */
  foldPair: { readonly ask: { readonly unfolded: readonly string[] }; readonly answer: PicturePair };
  /** Both journeys of a flow, by its index in `Comparison.diff.flows`. */
  flowPair: { readonly ask: { readonly flow: number }; readonly answer: FlowPair };
  /** A window of the ruleset's comparison. */
  rulesetRows: { readonly ask: RulesetRowsAsk; readonly answer: readonly RulesetRow[] };
  /** Makes the HTML report, with `reportProgress` events; null when `cancelReport` ended it. */
  report: { readonly ask: ReportAsk; readonly answer: MadeReport | null };
  cancelReport: { readonly ask: object; readonly answer: null };
  /** Lines of a file of one side, counted from 1, both ends included. */
  sideLines: {
    readonly ask: {
      readonly side: Side;
      readonly file: string;
      readonly from: number;
      readonly to: number;
    };
    readonly answer: readonly string[];
  };
}

/** A command, and the host that it is for; null where the bundle has one only. */
export interface TriedLine {
  readonly text: string;
  readonly host: string | null;
}

/** Edited files of the bundle and commands, made in that order. */
export interface TryAsk {
  readonly files: readonly {
    readonly path: string;
    readonly host: string | null;
    readonly text: string;
  }[];
  readonly lines: readonly TriedLine[];
}

export type TriedChanges = ShownTry | RefusedTry;

/** What changes would do; `found` is the sentence that it comes to. */
export interface ShownTry {
  readonly kind: 'tried';
  readonly found: string;
  readonly document: WhatIfDocument;
}

/** Why the host would not take a change, and where in it. */
export interface RefusedTry {
  readonly kind: 'refused';
  /** The edited file; null for a command. */
  readonly path: string | null;
  /** The line of the file, from 1; of a command, its index among those asked for. */
  readonly line: number;
  /** That line, and the place in it that is at fault. */
  readonly text: string;
  readonly at: { readonly start: number; readonly length: number } | null;
  readonly says: string;
}

/** The options of `netopsy simulate`; '' for what is not said. */
export interface SentPacket {
  readonly host: string;
  readonly in: string;
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: string;
  readonly dport: string;
  readonly icmpType: string;
  readonly state: string;
  readonly mark: string;
}

/** Where a packet would go. */
export interface SentAnswer {
  readonly ways: readonly {
    /** How it ends. */
    readonly summary: string;
    readonly dead: boolean;
    /** What is taken for granted for this way. */
    readonly assumes: readonly string[];
    readonly timeline: readonly TimelineItem[];
  }[];
  /** What is taken for granted on some way though there are other answers, which can't be listed. */
  readonly presumed: readonly string[];
  /** False where too much is unknown to follow every way. */
  readonly complete: boolean;
}

/** Which packets are asked for: the options of `netopsy reach`, '' for what is not said. */
export interface ReachAsk {
  readonly host: string;
  readonly in: string;
  /** Of the host's own packets. */
  readonly local: boolean;
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: string;
  readonly dport: string;
  readonly state: string;
  /** Null where that is not asked. */
  readonly through: ReachThrough | null;
  readonly dies: ReachDeath | null;
  /** The interface that they leave by; '' for any. */
  readonly out: string;
}

/** What an answer about all packets comes to. */
export interface ReachFound {
  readonly boxes: number;
  /** Shares of the answer's headers, from 0 to 1. */
  readonly shares: Readonly<Record<BoxRow['fate'], number>>;
  /** Why there may be more; null where this is all. */
  readonly left: string | null;
  /** Boxes may hold packets that routing refuses as martian, too. */
  readonly martiansAside: boolean;
}

/** The fields of a box that have a column of their own. */
export type BoxCell = 'in' | 'protocol' | 'src' | 'sport' | 'dst' | 'dport' | 'state';
export type BoxColumn = BoxCell | 'end' | 'share';

export interface BoxesAsk {
  /** Words that must each be in the row; addresses and ports also where the box has them without saying so. */
  readonly text: string;
  readonly sort: BoxColumn;
  readonly descending: boolean;
  readonly from: number;
  readonly to: number;
}

export interface BoxesAnswer {
  readonly count: number;
  readonly rows: readonly BoxRow[];
}

/** Packets that all come to the same. */
export interface BoxRow {
  /** Its place in the answer, from 0. */
  readonly index: number;
  readonly host: string;
  readonly cells: Readonly<Record<BoxCell, string>>;
  /** The box as a sentence has it. */
  readonly text: string;
  /** How they end, without a full stop. */
  readonly end: string;
  readonly fate: 'lives' | 'dies' | 'open';
  /** What decides, in a sentence; null where the end is certain. */
  readonly open: string | null;
  /** Of the answer's headers, from 0 to 1. */
  readonly share: number;
  /** One of them. */
  readonly packet: SentPacket;
}

/** What `boxWays` counts: all of an answer's headers are so many. */
export const wayUnits = 100_000;

export interface NeverFound {
  readonly rules: number;
  /** Sentences about tables that were too large. */
  readonly left: readonly string[];
}

export type RequestName = keyof Requests;

export interface ReportAsk {
  readonly of: 'capture' | 'comparison';
  /** The bundle's name, or both. */
  readonly title: string;
  /** Words to replace besides addresses, MACs and the names of hosts; null to replace nothing. */
  readonly redact: { readonly words: readonly string[] } | null;
  /** The language of the report, which is the reader's. */
  readonly language: string;
  /** Whether the report of a capture says what would let each dead end pass. */
  readonly fixes: 'with-fixes' | 'without-fixes';
  /** What the operator says at the head of the report; null for none. */
  readonly own: OwnWords | null;
}

export interface MadeReport {
  readonly html: Uint8Array;
  /** What redaction did; it stays with the operator. Null where none was asked for. */
  readonly redacted: Redacted | null;
}

export interface Redacted {
  /** What stands for what, as a file of JSON. */
  readonly map: Uint8Array;
  /** The same as a list: the original, and what is shown in its place. */
  readonly replaced: readonly (readonly [string, string])[];
  /** Words of the bundle that stay and may be the customer's, the most frequent first. */
  readonly suggested: readonly string[];
}

/** A file for the worker: the page's own `File`, or a file of the shell that the page reads for the worker. */
export type FileToRead =
  | { readonly from: 'page'; readonly path: string; readonly file: File }
  | { readonly from: 'shell'; readonly path: string; readonly size: number; readonly fileId: string };

export interface FilterAsk {
  /** Rises with each filter, so that rows of an old one are told apart. */
  readonly generation: number;
  readonly selection: Selection;
  /** The order of the rows; null for that of the log. */
  readonly sort: Sort<JourneyColumn> | null;
  /** The packet looked at (from 1), to say where it stands now; null for none. */
  readonly packet: number | null;
}

export interface FilterResult {
  readonly generation: number;
  readonly packets: number;
  readonly byDisposition: Readonly<Record<Disposition, number>>;
  /** Packets of each dead end of the summary, by the same index. */
  readonly deadEnds: readonly number[];
  readonly edges: readonly FlowEdge[];
  readonly drawn: DrawnCounts;
  /** The row of the packet asked for, or -1 where the filter leaves it out. */
  readonly row: number;
  /** The packet of the filter (from 1) to look at first, one of its biggest dead end; null where there is none. */
  readonly first: number | null;
  /** The row that it stands in. */
  readonly firstRow: number;
  /** Sentences about words that no packet can fulfil: `No interface is named eth9.` */
  readonly remarks: readonly string[];
}

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

/** A chain of a family, and the packets of the filter that visited it. */
export interface FamilyChain {
  /** `nat/KUBE-SVC-6B3UFB6AUXV5UCKZ` */
  readonly name: string;
  readonly packets: number;
  /** Those of them that died later, or in it. */
  readonly dying: number;
}

export interface RulesAsk {
  readonly text: string;
  /** `never`: no packet can match them, as `neverMatching` found. */
  readonly show: 'all' | 'hit' | 'not hit' | 'never';
  /** Null for the order of the chains. */
  readonly sort: Sort<RuleColumn> | null;
  readonly from: number;
  readonly to: number;
}

export interface RulesAnswer {
  readonly count: number;
  readonly rows: readonly RuleRow[];
}

export type RuleRow =
  | ({
      readonly kind: 'rule';
      /** Why no packet can match it, as a sentence; null where one can, or nobody has looked yet. */
      readonly never: string | null;
    } & RuleCount)
  | ({ readonly kind: 'policy' } & PolicyCount);

export interface EdgeRule {
  /** The rule as the bundle has it, or `policy ACCEPT`, `end of chain`. */
  readonly text: string;
  readonly number: number | null;
  readonly packets: number;
}

/** From the page to the worker. */
export type ToWorker =
  | {
      [Name in RequestName]: { readonly kind: 'ask'; readonly id: number; readonly name: Name } & {
        readonly ask: Requests[Name]['ask'];
      };
    }[RequestName]
  /** The answer to a `read`: bytes, or why there are none. */
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array | null };

/** From the worker to the page. */
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** How much of the report is made, from 0 to 1. */
  | { readonly kind: 'reportProgress'; readonly done: number }
  | { readonly kind: 'reachProgress'; readonly progress: ReachProgress }
  /** Asks the page to read of a shell's file. */
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly fileId: string;
      readonly start: number;
      readonly length: number;
    };

export type { WhatIfDocument };

import type {
  FixedDeadEnd,
  HostFile,
  JourneyRow,
  NamedRule,
  PacketStory,
  Progress,
  ReachProgress,
  Room,
} from '../../core/index.ts';
import type { BoxesAnswer, BoxesAsk, NeverFound, ReachAsk, ReachFound } from './messages/all-packets.ts';
import type { RefusedTry, SentAnswer, SentPacket, TriedChanges, TryAsk } from './messages/changes.ts';
import type { FamilyChain, FilterAsk, FilterResult } from './messages/filter.ts';
import type { MadeReport, ReportAsk } from './messages/report.ts';
import type { EdgeRule, RulesAnswer, RulesAsk } from './messages/rules.ts';
import type { CaptureSummary, DrawnPicture, GraphPicture } from './messages/summary.ts';
import type { Comparison, FlowPair, PicturePair, RulesetRow, RulesetRowsAsk, Side } from './comparison.ts';
import type { TimeStrip } from './time-strip.ts';
import type { Suggestion } from './suggest.ts';

export * from './messages/all-packets.ts';
export type * from './messages/changes.ts';
export type * from './messages/filter.ts';
export type * from './messages/report.ts';
export type * from './messages/rules.ts';
export type * from './messages/summary.ts';

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
  /** The graph of the filter's packets alone, or of those that took the same path as `packet` (from 1); null where there is a newer filter. */
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
  /** The path of one packet of each box that fits `text`, as wide as the box's share of what was asked. */
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

export type RequestName = keyof Requests;

/** A file for the worker: the page's own `File`, or a file of the shell that the page reads for the worker. */
export type FileToRead =
  | { readonly from: 'page'; readonly path: string; readonly file: File }
  | { readonly from: 'shell'; readonly path: string; readonly size: number; readonly fileId: string };

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

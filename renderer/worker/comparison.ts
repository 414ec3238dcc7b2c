import type {
  ArtifactReport,
  Cause,
  CaptureDiff,
  ChainFamily,
  Disposition,
  Drawing,
  HostSummary,
  PacketStory,
  PlacedNode,
  RulesetRow,
  WhatIfDocument,
} from '../../core/index.ts';
import type { DrawnCounts } from './drawn-counts.ts';

/** One of the two captures that are compared. */
export type Side = 'before' | 'after';

/** Both captures in one layout, with the weights of each; families of chains are folded but for the unfolded ones. */
export interface PicturePair {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
  readonly drawn: Readonly<Record<Side, DrawnCounts>>;
  readonly families: readonly ChainFamily[];
}

/** What the page shows of two captures before anybody asks for more. */
export interface Comparison extends PicturePair {
  readonly diff: CaptureDiff;
  readonly before: SideSummary;
  readonly after: SideSummary;
  /** Rows of the ruleset's comparison: all of them, and those that differ. */
  readonly rulesetRows: { readonly all: number; readonly changed: number };
  /** What changes that nobody made would do, where the second side is what they come to; null for two captures. */
  readonly tried: { readonly found: string; readonly document: WhatIfDocument } | null;
}

/** What the page says of one side. */
export interface SideSummary {
  readonly packets: number;
  readonly hosts: readonly HostSummary[];
  readonly byDisposition: Readonly<Record<Disposition, number>>;
  readonly artifacts: readonly ArtifactReport[];
  readonly partial: boolean;
}

/** Both example packets of a flow, with their steps side by side. */
export interface FlowPair {
  readonly before: PairedStory | null;
  readonly after: PairedStory | null;
  readonly rows: readonly PairedRow[];
  /** Index of the first row where the ways part; -1 where they do not. */
  readonly parting: number;
}

export type PairedStory = Pick<
  PacketStory,
  'packet' | 'note' | 'outInterface' | 'disposition' | 'evidence'
> & {
  readonly cause: Cause | null;
};

export interface PairedRow {
  readonly before: PacketStory['timeline'][number] | null;
  readonly after: PacketStory['timeline'][number] | null;
}

export interface RulesetRowsAsk {
  readonly changedOnly: boolean;
  readonly from: number;
  readonly to: number;
}

export type { RulesetRow };

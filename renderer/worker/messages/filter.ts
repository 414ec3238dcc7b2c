import type { Disposition, FlowEdge } from '../../../core/index.ts';
import type { DrawnCounts } from '../drawn-counts.ts';
import type { JourneyColumn, Sort } from '../sort-columns.ts';
import type { Selection } from '../../selection/selection.ts';

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

/** A chain of a family, and the packets of the filter that visited it. */
export interface FamilyChain {
  /** `nat/KUBE-SVC-6B3UFB6AUXV5UCKZ` */
  readonly name: string;
  readonly packets: number;
  /** Those of them that died later, or in it. */
  readonly dying: number;
}

import {
  buildCallGraph,
  foldChains,
  nodeEdges,
  type AnalysedBundle,
  type CallGraph,
  type FoldedPaths,
  type NodeEdges,
  type Room,
} from '../../core/index.ts';
import { indexPackets, type PacketIndex } from './packet-index.ts';
import { packetTimes, type PacketTimes } from './packet-times.ts';
import { countValues, type ValueCounts } from './value-counts.ts';

/** A capture in the worker: what core found, the tables that filters need, and the packets of the last filter. */
export interface Capture {
  readonly analysis: AnalysedBundle;
  readonly index: PacketIndex;
  /** What is drawn: the ways with families of chains folded, and the edges between what is left. */
  folded: FoldedPaths;
  nodeEdges: NodeEdges;
  readonly calls: CallGraph;
  /** Folds all families but these, by their ids, and places all for the room. */
  fold(unfolded: readonly string[], room: Room | null): void;
  narrowed: Narrowed;
  /** Makes the times of the packets, once. */
  readTimes(): Promise<PacketTimes | null>;
  /** Counted with the first question, and kept. */
  values(): ValueCounts;
}

/** The packets that a filter let through: indexes from 0, ascending; null for all. */
export interface Narrowed {
  readonly generation: number;
  readonly packets: Uint32Array | null;
  /** The same in the order of the rows; null where that is the log's. */
  readonly rows: Uint32Array | null;
}

export function holdCapture(analysis: AnalysedBundle, room: Room | null = null): Capture {
  const calls = buildCallGraph(analysis.rulesets);
  const folded = foldChains(analysis.flowPaths, calls, new Set(), { room });
  const index = indexPackets(analysis);
  let values: ValueCounts | null = null;
  let times: Promise<PacketTimes | null> | null = null;
  return {
    analysis,
    index,
    folded,
    nodeEdges: nodeEdges(folded),
    calls,
    fold(unfolded, room) {
      this.folded = foldChains(analysis.flowPaths, calls, new Set(unfolded), { room });
      this.nodeEdges = nodeEdges(this.folded);
    },
    narrowed: { generation: 0, packets: null, rows: null },
    readTimes: () => (times ??= packetTimes(analysis).then((read) => (index.times = read))),
    values: () => (values ??= countValues(analysis, index)),
  };
}

/** How many packets the last filter let through. */
export function narrowedCount({ analysis, narrowed }: Capture): number {
  return narrowed.packets?.length ?? analysis.journeys.count;
}

/** The row of a packet (index from 0) among those of the last filter; -1 where it is not one of them. */
export function rowOf({ analysis, narrowed: { packets, rows } }: Capture, packet: number): number {
  if (rows !== null) return rows.indexOf(packet);
  if (packets === null) return packet >= 0 && packet < analysis.journeys.count ? packet : -1;
  let low = 0;
  let high = packets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((packets[middle] ?? 0) < packet) low = middle + 1;
    else high = middle;
  }
  return packets[low] === packet ? low : -1;
}

/** Indexes of the packets in rows `from` up to, not with, `to`. */
export function packetsInRows(capture: Capture, from: number, to: number): Uint32Array {
  const { packets, rows } = capture.narrowed;
  const end = Math.min(to, narrowedCount(capture));
  const shown = rows ?? packets;
  if (shown !== null) return shown.subarray(from, Math.max(from, end));
  return Uint32Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
}

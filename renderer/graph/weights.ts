import { shareDifference, type ShareDifference } from '../../core/index.ts';
import type { DrawnCounts } from '../worker/drawn-counts.ts';

/** How strongly each edge and node of the drawing shows for the packets that are selected. */
export interface Weights {
  readonly counts: DrawnCounts;
  /** The same of the capture that this one is compared with; null where nothing is compared. */
  readonly compared: Compared | null;
  /** Edges and nodes that the filter names, by their indexes. */
  readonly chosenEdges: ReadonlySet<number>;
  readonly chosenNodes: ReadonlySet<number>;
  /** Packets of the heaviest edge of the capture, which gets the full width. */
  readonly most: number;
  /** A count as it stands beside an edge. */
  readonly said: (count: number) => string;
}

export interface Compared {
  readonly side: 'before' | 'after';
  readonly counts: DrawnCounts;
  /** All packets of this capture, and of the other one. */
  readonly packets: { readonly own: number; readonly other: number };
}

/** What every edge and every node shows, by their indexes. */
export interface Looks {
  readonly edges: readonly ElementState[];
  readonly nodes: readonly ElementState[];
}

export function looksOf(weights: Weights, nodes: number, edges: number): Looks {
  return {
    edges: Array.from({ length: edges }, (_, index) => edgeState(weights, index)),
    nodes: Array.from({ length: nodes }, (_, index) => nodeState(weights, index)),
  };
}

/** What an element shows: its data and its classes. */
export interface ElementState {
  readonly width: number;
  /** Which share of an edge's packets die later, from 0 to 1. */
  readonly dying: number;
  readonly label: string;
  readonly none: boolean;
  readonly chosen: boolean;
  /** From the share of packets before to that after. */
  readonly difference: ShareDifference;
}

/** Width by the logarithm, so that one packet is seen beside a million. */
function edgeState(weights: Weights, index: number): ElementState {
  const packets = weights.counts.edges[index] ?? 0;
  const difference = differenceOf(weights, 'edges', index);
  return {
    width: packets === 0 ? 1 : 1 + (4 * Math.log1p(packets)) / Math.log1p(Math.max(weights.most, 1)),
    dying: packets === 0 || weights.compared !== null ? 0 : (weights.counts.dying[index] ?? 0) / packets,
    label: `${markOf[difference]}${weights.said(packets)}`,
    none: packets === 0,
    chosen: weights.chosenEdges.has(index),
    difference,
  };
}

function nodeState(weights: Weights, index: number): ElementState {
  const packets = weights.counts.nodes[index] ?? 0;
  const difference = differenceOf(weights, 'nodes', index);
  return {
    width: 0,
    dying: 0,
    label: `${markOf[difference]}✕ ${weights.said(packets)}`,
    none: packets === 0,
    chosen: weights.chosenNodes.has(index),
    difference,
  };
}

/** Never colour alone: a sign stands before the number. */
const markOf: Record<ShareDifference, string> = {
  '': '',
  more: '▲ ',
  fewer: '▼ ',
  appeared: '+ ',
  vanished: '− ',
};

function differenceOf(
  { counts, compared }: Weights,
  what: 'edges' | 'nodes',
  index: number,
): ShareDifference {
  if (compared === null) return '';
  const own = { packets: counts[what][index] ?? 0, all: compared.packets.own };
  const other = { packets: compared.counts[what][index] ?? 0, all: compared.packets.other };
  return compared.side === 'before' ? shareDifference(own, other) : shareDifference(other, own);
}

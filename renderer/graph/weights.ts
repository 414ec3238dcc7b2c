import type { DrawnCounts } from '../worker/drawn-counts.ts';

/** How strongly each edge and node of the drawing shows for the packets that are selected. */
export interface Weights {
  readonly counts: DrawnCounts;
  /** The same of the capture that this one is compared with; null where nothing is compared. */
  readonly compared: { readonly counts: DrawnCounts; readonly side: 'before' | 'after' } | null;
  /** Edges and nodes that the filter names, by their indexes. */
  readonly chosenEdges: ReadonlySet<number>;
  readonly chosenNodes: ReadonlySet<number>;
  /** Packets of the heaviest edge of the capture, which gets the full width. */
  readonly most: number;
  /** A count as it stands beside an edge. */
  readonly said: (count: number) => string;
}

/** How the packets of an edge or node differ from before to after; '' where they do not, or nothing is compared. */
export type Difference = '' | 'more' | 'fewer' | 'appeared' | 'vanished';

/** What an element shows: its data and its classes. */
export interface ElementState {
  readonly width: number;
  /** Which share of an edge's packets die later, from 0 to 1. */
  readonly dying: number;
  readonly label: string;
  readonly none: boolean;
  readonly chosen: boolean;
  readonly difference: Difference;
}

/** Width by the logarithm, so that one packet is seen beside a million. */
export function edgeState(weights: Weights, index: number): ElementState {
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

export function nodeState(weights: Weights, index: number): ElementState {
  const packets = weights.counts.nodes[index] ?? 0;
  return {
    width: 0,
    dying: 0,
    label: `✕ ${weights.said(packets)}`,
    none: packets === 0,
    chosen: weights.chosenNodes.has(index),
    difference: differenceOf(weights, 'nodes', index),
  };
}

export function classesOf(base: string, { none, chosen, difference }: ElementState): string {
  return `${base}${none ? ' none' : ''}${chosen ? ' chosen' : ''}${difference === '' ? '' : ` ${difference}`}`;
}

/** Never colour alone: a sign stands before the number. */
const markOf: Record<Difference, string> = {
  '': '',
  more: '▲ ',
  fewer: '▼ ',
  appeared: '+ ',
  vanished: '− ',
};

function differenceOf({ counts, compared }: Weights, what: 'edges' | 'nodes', index: number): Difference {
  if (compared === null) return '';
  const own = counts[what][index] ?? 0;
  const other = compared.counts[what][index] ?? 0;
  const [before, after] = compared.side === 'before' ? [own, other] : [other, own];
  if (before === after) return '';
  if (before === 0) return 'appeared';
  if (after === 0) return 'vanished';
  return after > before ? 'more' : 'fewer';
}

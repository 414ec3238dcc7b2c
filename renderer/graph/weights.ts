import { grouped } from '../widgets/words.ts';
import type { DrawnCounts } from '../worker/protocol.ts';

/** How strongly each edge and node of the drawing shows for the packets that are selected. */
export interface Weights {
  readonly counts: DrawnCounts;
  /** Edges and nodes that the filter names, by their indexes. */
  readonly chosenEdges: ReadonlySet<number>;
  readonly chosenNodes: ReadonlySet<number>;
  /** Packets of the heaviest edge of the capture, which gets the full width. */
  readonly most: number;
}

/** What an element shows: its data and its classes. */
export interface ElementState {
  readonly width: number;
  readonly label: string;
  readonly none: boolean;
  readonly chosen: boolean;
}

/** Width by the logarithm, so that one packet is seen beside a million. */
export function edgeState({ counts, chosenEdges, most }: Weights, index: number): ElementState {
  const packets = counts.edges[index] ?? 0;
  return {
    width: packets === 0 ? 1 : 1 + (4 * Math.log1p(packets)) / Math.log1p(Math.max(most, 1)),
    label: grouped(packets),
    none: packets === 0,
    chosen: chosenEdges.has(index),
  };
}

export function nodeState({ counts, chosenNodes }: Weights, index: number): ElementState {
  const packets = counts.nodes[index] ?? 0;
  return {
    width: 0,
    label: `✕ ${grouped(packets)}`,
    none: packets === 0,
    chosen: chosenNodes.has(index),
  };
}

export function classesOf(base: string, { none, chosen }: ElementState): string {
  return `${base}${none ? ' none' : ''}${chosen ? ' chosen' : ''}`;
}

import type { PlacedGraph } from '../../core/index.ts';
import type { DrawnCounts } from '../worker/drawn-counts.ts';
import type { Painting } from './painting.ts';

/** What is painted, as a report draws it: the places and edges that are shown, with the packets of the filter. */
export function placedGraphOf({ scene }: Painting, counts: DrawnCounts): PlacedGraph {
  const places = new Map(scene.places.map(({ index }, now) => [index, now]));
  // Deaths have no line; their edges are not needed.
  const edges = scene.ways.map(({ edge, index }) => ({
    ...edge,
    from: places.get(edge.from) ?? 0,
    to: places.get(edge.to) ?? 0,
    packets: counts.edges[index] ?? 0,
  }));
  return {
    nodes: scene.places.map(({ node, index }) => ({ ...node, packets: counts.nodes[index] ?? 0 })),
    drawing: { boxes: scene.places.map(({ box }) => box), edges },
    bands: scene.bands,
    dying: scene.ways.map(({ index }) => counts.dying[index] ?? 0),
    leftOut: 0,
  };
}

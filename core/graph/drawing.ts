import type { Box, Drawing, NodeEdge, PlacedNode } from '../model/graph.ts';
import { grouped } from '../model/grouped.ts';
import { spreadLanes } from './lanes.ts';
import { placeLabels } from './place-labels.ts';
import { routeEdges } from './route-edges.ts';

/** Draws placed nodes and the edges between them; the layout itself is core's. */
export function draw(nodes: readonly PlacedNode[], edges: readonly NodeEdge[]): Drawing {
  const boxes = boxesOf(nodes, edges);
  const ways = routeEdges(
    boxes,
    edges.filter((edge) => isLine(nodes, edge)),
  );
  let next = 0;
  const lines = edges.map((edge) => (isLine(nodes, edge) ? (ways[next++] ?? []) : []));
  const spread = spreadLanes(boxes, edges, lines);
  const labels = placeLabels(
    boxes,
    edges.map(({ packets }, i) => ({ points: spread[i] ?? [], text: grouped(packets) })),
  );
  return {
    boxes,
    edges: edges.map((edge, i) => ({ ...edge, points: spread[i] ?? [], label: labels[i] ?? null })),
  };
}

function isLine(nodes: readonly PlacedNode[], { from, to }: NodeEdge): boolean {
  return from !== to && nodes[to]?.kind !== 'drop';
}

const markHeight = 18;

function boxesOf(nodes: readonly PlacedNode[], edges: readonly NodeEdge[]): readonly Box[] {
  const boxes = nodes.map(({ x, y, width, height }) => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  }));
  for (const { from, to, packets } of edges) {
    const at = boxes[from];
    if (nodes[to]?.kind !== 'drop' || at === undefined) continue;
    const width = grouped(packets).length * 7 + 22;
    // At the lower right corner: the middle is for edges to the next table.
    const left = Math.max((at.left + at.right) / 2 + 8, at.right - width / 2);
    boxes[to] = { left, top: at.bottom + 2, right: left + width, bottom: at.bottom + 2 + markHeight };
  }
  return boxes;
}

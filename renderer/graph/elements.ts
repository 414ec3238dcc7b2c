import type { ElementDefinition } from 'cytoscape';
import {
  centre,
  type Box,
  type DrawnEdge,
  type Drawing,
  type PlacedNode,
  type Point,
} from '../../core/index.ts';
import { grouped } from '../../core/index.ts';
import { bandElements } from './bands.ts';
import type { PlacedElement } from './sight.ts';
import { classesOf, edgeState, nodeState, type Weights } from './weights.ts';

/**
 * The graph's elements. Ids are our own (`n12`, `e3`), never a name from the bundle: names are only labels, which the
 * canvas draws as text. `data` carries what the style and a click need, and the boxes to tell whether it is in sight.
 */
export function graphElements(
  nodes: readonly PlacedNode[],
  drawing: Drawing,
  weights: Weights,
  isShown: (node: PlacedNode) => boolean,
): PlacedElement[] {
  const shown = nodes.map(isShown);
  const boxOf = (index: number) => drawing.boxes[index] ?? { left: 0, right: 0, top: 0, bottom: 0 };
  const placed = nodes.flatMap((node, index) =>
    shown[index] ? [nodeElement(node, index, boxOf(index), weights)] : [],
  );
  const edges = drawing.edges.flatMap((edge, index) =>
    shown[edge.from] && shown[edge.to] ? edgeElements(edge, index, nodes, boxOf, weights) : [],
  );
  return [
    ...bandElements(
      nodes.filter(isShown),
      drawing.boxes.filter((_, i) => shown[i]),
    ),
    ...placed,
    ...edges,
  ];
}

function nodeElement(node: PlacedNode, index: number, box: Box, weights: Weights): PlacedElement {
  const state = nodeState(weights, index);
  const element: ElementDefinition = {
    group: 'nodes',
    data: {
      id: `n${index}`,
      index,
      label: node.kind === 'drop' ? state.label : labelOf(node),
      width: box.right - box.left,
      height: box.bottom - box.top,
      boxes: [box],
    },
    classes: classesOf(node.chains > 1 ? 'place family' : classOf[node.kind], state),
    position: { ...centre(box) },
  };
  return { element, boxes: [box] };
}

function labelOf({ label, chains }: PlacedNode): string {
  return chains > 1 ? `${cut(label)}\n${grouped(chains)} chains` : cut(label);
}

/** A chain's name has 28 characters at most, an interface's 15; hostile ones have any number. */
function cut(label: string): string {
  return label.length > 25 ? `${label.slice(0, 24)}…` : label;
}

const classOf: Record<PlacedNode['kind'], string> = {
  in: 'place end',
  out: 'place end',
  local: 'place end',
  lost: 'place end lost',
  routing: 'place routing',
  drop: 'place drop',
  chain: 'place',
};

function edgeElements(
  edge: DrawnEdge,
  index: number,
  nodes: readonly PlacedNode[],
  boxOf: (index: number) => Box,
  weights: Weights,
): PlacedElement[] {
  const state = edgeState(weights, index);
  const first = edge.points[0];
  const last = edge.points.at(-1);
  if (first === undefined || last === undefined) return [];
  const unsure = nodes[edge.to]?.kind === 'lost' || nodes[edge.from]?.kind === 'lost';
  const boxes = edge.points.slice(1).map((point, i) => around([edge.points[i] ?? point, point]));
  const line: ElementDefinition = {
    group: 'edges',
    data: {
      id: `e${index}`,
      index,
      source: `n${edge.from}`,
      target: `n${edge.to}`,
      width: state.width,
      dying: state.dying,
      source_end: endpoint(boxOf(edge.from), first),
      target_end: endpoint(boxOf(edge.to), last),
      ...segments(first, last, edge.points.slice(1, -1)),
      boxes,
    },
    classes: classesOf(unsure ? 'unsure' : '', state),
  };
  if (edge.label === null) return [{ element: line, boxes }];
  const spot = [around([edge.label])];
  const number: ElementDefinition = {
    group: 'nodes',
    data: { id: `l${index}`, index, label: state.label, width: 2, height: 2, boxes: spot },
    classes: classesOf('text number', state),
    position: { ...edge.label },
  };
  return [
    { element: line, boxes },
    { element: number, boxes: spot },
  ];
}

function around(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function endpoint(box: Box, point: Point): string {
  const { x, y } = centre(box);
  return `${(point.x - x).toFixed(2)}px ${(point.y - y).toFixed(2)}px`;
}

/** Corners as Cytoscape wants them: how far along the straight line from end to end, and how far beside it. */
function segments(from: Point, to: Point, corners: readonly Point[]) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const bends = corners.length > 0 ? corners : [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }];
  return {
    weights: bends.map(({ x, y }) => ((x - from.x) * dx + (y - from.y) * dy) / length ** 2),
    distances: bends.map(({ x, y }) => ((y - from.y) * dx - (x - from.x) * dy) / length),
  };
}

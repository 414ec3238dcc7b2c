import {
  bandsOf,
  isolated,
  visible,
  type Bands,
  type Box,
  type DrawnEdge,
  type Drawing,
  type PlacedNode,
} from '../../core/index.ts';
import { words } from '../language.ts';

/** What a picture consists of, whatever it weighs and whatever part of it is in sight. */
export interface Scene {
  readonly bands: Bands;
  readonly places: readonly Place[];
  readonly ways: readonly Way[];
  /** All of it, with what stands around the places; null where there are none. */
  readonly extent: Box | null;
}

/** A node, and what is written in it. A drop's number depends on the packets: it has no lines here. */
export interface Place {
  readonly index: number;
  readonly node: PlacedNode;
  readonly box: Box;
  readonly lines: readonly string[];
}

/** An edge that is a line. Those to a drop are not: their number stands in the mark of the drop. */
export interface Way {
  readonly index: number;
  readonly edge: DrawnEdge;
  /** Around its corners. */
  readonly box: Box;
  /** Its packets were seen at one end only. */
  readonly isUnsure: boolean;
}

/** The scene of the nodes that `isShown` lets through. */
export function sceneOf(
  nodes: readonly PlacedNode[],
  drawing: Drawing,
  isShown: (node: PlacedNode) => boolean,
): Scene {
  const shown = nodes.map(isShown);
  const places = nodes.flatMap((node, index): Place[] => {
    const box = drawing.boxes[index];
    return shown[index] && box !== undefined ? [{ index, node, box, lines: linesOf(node) }] : [];
  });
  const ways = drawing.edges.flatMap((edge, index): Way[] => {
    const { from, to, points } = edge;
    if (!shown[from] || !shown[to] || points.length < 2) return [];
    const isUnsure = nodes[from]?.kind === 'lost' || nodes[to]?.kind === 'lost';
    return [{ index, edge, box: aroundPoints(points), isUnsure }];
  });
  const boxes = places.map(({ box }) => box);
  const bands = bandsOf(
    places.map(({ node }) => node),
    boxes,
  );
  return { bands, places, ways, extent: extentOf(boxes) };
}

/** All boxes together, with room for what stands around them: headings above, edges beside. Null for none. */
export function extentOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const all = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { left, right, top, bottom } of boxes) {
    all.left = Math.min(all.left, left);
    all.right = Math.max(all.right, right);
    all.top = Math.min(all.top, top);
    all.bottom = Math.max(all.bottom, bottom);
  }
  return { left: all.left - 26, right: all.right + 26, top: all.top - 36, bottom: all.bottom + 28 };
}

/** A family says how many chains it stands for. */
function linesOf({ kind, label, chains }: PlacedNode): readonly string[] {
  if (kind === 'drop') return [];
  return chains > 1 ? [written(label), words.window.chains(chains)] : [written(label)];
}

function aroundPoints(points: DrawnEdge['points']): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** A foreign name on one line, with every character seen; what runs from right to left turns nothing around beside it. */
export function written(name: string): string {
  return isolated(visible(name), '\u2068', '\u2069');
}

import { centre, type Drawing, type PlacedNode, type Point } from '../../core/index.ts';

/** The places on the way by their indexes, the last one last. */
export function wayOf(
  nodes: readonly PlacedNode[],
  isOnWay: (node: PlacedNode) => boolean,
): readonly number[] {
  const onWay = nodes.flatMap((node, index) => (isOnWay(node) ? [index] : []));
  return onWay.sort((a, b) => rankOf(nodes[a] as PlacedNode) - rankOf(nodes[b] as PlacedNode));
}

const hooksInOrder = ['output', 'prerouting', 'input', 'forward', 'postrouting'];

function rankOf({ kind, hook }: PlacedNode): number {
  if (kind === 'out' || (kind === 'local' && hook === 'input')) return hooksInOrder.length;
  return hooksInOrder.indexOf(hook ?? 'prerouting');
}

interface Placed {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
}

/** How far back the place nearest to a point has moved from one picture to the next; null where no place is in both. */
export function movedBetween(before: Placed, after: Placed, middle: Point): Point | null {
  const now = new Map(after.nodes.map(({ id }, index) => [id, after.drawing.boxes[index]]));
  let nearest = Infinity;
  let move: Point | null = null;
  before.nodes.forEach(({ id }, index) => {
    const [old, next] = [before.drawing.boxes[index], now.get(id)];
    if (old === undefined || next === undefined) return;
    const [from, to] = [centre(old), centre(next)];
    const distance = Math.hypot(from.x - middle.x, from.y - middle.y);
    if (distance >= nearest) return;
    nearest = distance;
    move = { x: from.x - to.x, y: from.y - to.y };
  });
  return move;
}

import type { Box, Point } from '../../core/index.ts';
import type { Place, Scene } from './scene.ts';
import type { Looks } from './weights.ts';

/** What of the graph a pointer is on: a node or an edge, by its index. */
export type GraphTarget = { readonly kind: 'node' | 'edge'; readonly index: number };

/** What lies at a point, both in the picture's coordinates: a place, or the nearest edge not farther than `reach`. Null for the ground. */
export function targetAt(
  { places, ways }: Scene,
  looks: Looks,
  point: Point,
  reach: number,
): GraphTarget | null {
  const isThere = ({ node, index }: Place) => node.kind !== 'drop' || looks.nodes[index]?.none === false;
  // Marks of deaths lie above the chains where packets died.
  const place = places.findLast((each) => farFrom(each.box, point) === 0 && isThere(each));
  if (place !== undefined) return { kind: 'node', index: place.index };
  let nearest = reach;
  let found: GraphTarget | null = null;
  for (const { index, edge, box } of ways) {
    if (farFrom(box, point) > nearest) continue;
    for (let i = 1; i < edge.points.length; i++) {
      const distance = farFromPiece(edge.points[i - 1] as Point, edge.points[i] as Point, point);
      if (distance > nearest) continue;
      nearest = distance;
      found = { kind: 'edge', index };
    }
  }
  return found;
}

/** 0 within the box. */
function farFrom({ left, right, top, bottom }: Box, { x, y }: Point): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

function farFromPiece(a: Point, b: Point, { x, y }: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / square));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}

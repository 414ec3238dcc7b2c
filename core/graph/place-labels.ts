import type { Box, Point } from '../model/graph.ts';
import { BoxGrid } from './box-grid.ts';
import { grow } from './geometry.ts';

interface Labelled {
  readonly points: readonly Point[];
  readonly text: string;
}

/**
 * Where each edge's number stands: on the edge, on no node, no other number and no other edge. Null where there is no
 * such place; the table has the number. Edges are given the heaviest first, and those choose first.
 */
export function placeLabels(boxes: readonly Box[], edges: readonly Labelled[]): readonly (Point | null)[] {
  const taken = new BoxGrid();
  for (const box of boxes) taken.add(grow(box, 2), nobody);
  edges.forEach(({ points }, edge) => {
    for (const stroke of strokesOf(points)) taken.add(stroke, edge);
  });
  let placed = 0;
  return edges.map(({ points, text }, edge) => {
    if (placed >= mostLabels) return null;
    const room = { width: text.length * 6.6 + 6, height: 13 };
    for (const point of candidates(points, room)) {
      const box = {
        left: point.x - room.width / 2,
        right: point.x + room.width / 2,
        top: point.y - room.height / 2,
        bottom: point.y + room.height / 2,
      };
      if (!taken.isFree(box, edge)) continue;
      taken.add(box, nobody);
      placed++;
      return point;
    }
    return null;
  });
}

/** Whose the boxes are that no number may stand on. */
const nobody = -1;

/** More numbers than this nobody reads in a picture, and each costs time to draw. */
const mostLabels = 150;

function strokesOf(points: readonly Point[]): readonly Box[] {
  return points.slice(1).flatMap((b, i) => {
    const a = points[i] ?? b;
    // A slanting line is many small boxes: one around it all would be mostly empty.
    const parts = Math.ceil(Math.min(Math.abs(a.x - b.x), Math.abs(a.y - b.y), 64 * 64) / 64) || 1;
    return Array.from({ length: parts }, (_, part) =>
      boxAround(pointOn(a, b, part / parts), pointOn(a, b, (part + 1) / parts)),
    );
  });
}

function boxAround(a: Point, b: Point): Box {
  return grow(
    {
      left: Math.min(a.x, b.x),
      right: Math.max(a.x, b.x),
      top: Math.min(a.y, b.y),
      bottom: Math.max(a.y, b.y),
    },
    1,
  );
}

function pointOn(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Points along the edge, its longest pieces first, in each from the middle outwards. */
function candidates(
  points: readonly Point[],
  room: { readonly width: number; readonly height: number },
): readonly Point[] {
  const pieces = points.slice(1).map((b, i) => {
    const a = points[i] ?? b;
    const upright = Math.abs(a.x - b.x) < Math.abs(a.y - b.y);
    return { a, b, length: Math.hypot(a.x - b.x, a.y - b.y), needed: upright ? room.height : room.width };
  });
  return pieces
    .filter(({ length, needed }) => length >= needed)
    .sort((p, q) => q.length - p.length)
    .flatMap(({ a, b }) => [0.5, 0.35, 0.65, 0.2, 0.8].map((share) => pointOn(a, b, share)));
}

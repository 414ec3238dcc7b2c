import type { Box, Point } from '../model/graph.ts';
import { grow, overlap } from './geometry.ts';

interface Labelled {
  readonly points: readonly Point[];
  readonly text: string;
}

/**
 * Where each edge's number stands: on the edge, on no node, no other number and no other edge. Null where there is no
 * such place; the table has the number. Edges are given the heaviest first, and those choose first.
 */
export function placeLabels(boxes: readonly Box[], edges: readonly Labelled[]): readonly (Point | null)[] {
  const taken: Box[] = boxes.map((box) => grow(box, 2));
  const strokes = edges.map(({ points }) => strokesOf(points));
  let placed = 0;
  return edges.map(({ points, text }, index) => {
    if (placed >= mostLabels) return null;
    const room = { width: text.length * 6.6 + 6, height: 13 };
    for (const point of candidates(points, room)) {
      const box = {
        left: point.x - room.width / 2,
        right: point.x + room.width / 2,
        top: point.y - room.height / 2,
        bottom: point.y + room.height / 2,
      };
      if (taken.some((other) => overlap(box, other))) continue;
      if (strokes.some((others, i) => i !== index && others.some((stroke) => overlap(box, stroke)))) continue;
      taken.push(box);
      placed++;
      return point;
    }
    return null;
  });
}

/** More numbers than this nobody reads in a picture, and each costs time to draw. */
const mostLabels = 150;

function strokesOf(points: readonly Point[]): readonly Box[] {
  return points.slice(1).map((b, i) => {
    const a = points[i] ?? b;
    return grow(
      {
        left: Math.min(a.x, b.x),
        right: Math.max(a.x, b.x),
        top: Math.min(a.y, b.y),
        bottom: Math.max(a.y, b.y),
      },
      1,
    );
  });
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
    .flatMap(({ a, b }) =>
      [0.5, 0.35, 0.65, 0.2, 0.8].map((t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })),
    );
}

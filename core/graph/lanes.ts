import type { Box, NodeEdge, Point } from '../model/graph.ts';

/**
 * Moves edges that run on one line beside each other, and ends them at the borders of their nodes. `ways` go from
 * centre to centre in horizontal and vertical pieces; a way that is neither (a straight fallback) stays as it is.
 */
export function spreadLanes(
  boxes: readonly Box[],
  edges: readonly NodeEdge[],
  ways: readonly (readonly Point[])[],
): readonly (readonly Point[])[] {
  const pieces = ways.map((way, i) => piecesOf(way, edges[i]));
  const byLine = new Map<string, Piece[]>();
  for (const piece of pieces.flat()) {
    const line = `${piece.upright ? 'x' : 'y'}${Math.round(piece.at)}`;
    const known = byLine.get(line);
    if (known === undefined) byLine.set(line, [piece]);
    else known.push(piece);
  }
  for (const line of byLine.values()) assignLanes(line);
  return ways.map((way, i) => clip(boxes, way, cornersOf(way, pieces[i] ?? [])));
}

const laneWidth = 8;
const mostLanes = 5;
/** Lanes of one line use so much room to each side at most: half the height of a node, without its corners. */
const halfRoom = 11;

interface Piece {
  readonly upright: boolean;
  /** x of an upright piece, y of a level one. */
  readonly at: number;
  readonly begin: number;
  readonly end: number;
  /** Which way it runs: pieces there and back are kept apart in the same order everywhere. */
  readonly forward: boolean;
  readonly edge: NodeEdge | undefined;
  shift: number;
}

function piecesOf(way: readonly Point[], edge: NodeEdge | undefined): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < way.length; i++) {
    const a = way[i];
    const b = way[i + 1];
    if (a === undefined || b === undefined || (a.x !== b.x && a.y !== b.y)) return [];
    const upright = a.x === b.x;
    const [from, to] = upright ? [a.y, b.y] : [a.x, b.x];
    pieces.push({
      upright,
      at: upright ? a.x : a.y,
      begin: Math.min(from, to),
      end: Math.max(from, to),
      forward: to >= from,
      edge,
      shift: 0,
    });
  }
  return pieces;
}

/**
 * Lanes beside each other, laid out around the line. Where there are too many, edges that have an end in common share
 * one, as the branches of a tree share its trunk.
 */
function assignLanes(line: readonly Piece[]): void {
  const apart = lanesOf(line, () => false);
  const lanes = apart.length <= mostLanes ? apart : lanesOf(line, haveCommonEnd);
  const width = lanes.length < 2 ? 0 : Math.min(laneWidth, (2 * halfRoom) / (lanes.length - 1));
  lanes.forEach((lane, number) => {
    for (const piece of lane) piece.shift = (number - (lanes.length - 1) / 2) * width;
  });
}

/** Greedy colouring of intervals, what runs forward first. */
function lanesOf(
  line: readonly Piece[],
  mayShare: (a: Piece, b: Piece) => boolean,
): readonly (readonly Piece[])[] {
  const lanes: Piece[][] = [];
  const ordered = [...line].sort(
    (a, b) =>
      Number(b.forward) - Number(a.forward) || b.end - b.begin - (a.end - a.begin) || a.begin - b.begin,
  );
  for (const piece of ordered) {
    const free = lanes.find((others) =>
      others.every(
        (other) => other.end + 3 < piece.begin || piece.end + 3 < other.begin || mayShare(piece, other),
      ),
    );
    if (free === undefined) lanes.push([piece]);
    else free.push(piece);
  }
  return lanes;
}

function haveCommonEnd(a: Piece, b: Piece): boolean {
  return a.forward === b.forward && (a.edge?.from === b.edge?.from || a.edge?.to === b.edge?.to);
}

function cornersOf(way: readonly Point[], pieces: readonly Piece[]): readonly Point[] {
  if (pieces.length === 0) return way;
  return way.map((point, i) => {
    const before = pieces[i - 1] ?? pieces[i];
    const after = pieces[i] ?? before;
    const upright = before?.upright ? before : after;
    const level = before?.upright ? after : before;
    return {
      x: upright?.upright ? upright.at + upright.shift : point.x,
      y: level !== undefined && !level.upright ? level.at + level.shift : point.y,
    };
  });
}

/** Cuts off what lies inside the two nodes. */
function clip(boxes: readonly Box[], way: readonly Point[], points: readonly Point[]): readonly Point[] {
  const source = boxAround(boxes, way[0]);
  const target = boxAround(boxes, way.at(-1));
  let result = [...points];
  if (source !== null) result = clipStart(source, result);
  if (target !== null) result = clipStart(target, result.reverse()).reverse();
  return result;
}

function boxAround(boxes: readonly Box[], point: Point | undefined): Box | null {
  return (point && boxes.find((box) => inside(box, point))) ?? null;
}

function clipStart(box: Box, points: Point[]): Point[] {
  let first = 0;
  while (first + 2 < points.length && inside(box, points[first + 1])) first++;
  const a = points[first];
  const b = points[first + 1];
  if (a === undefined || b === undefined) return points;
  return [leave(box, a, b), ...points.slice(first + 1)];
}

/** Where the line from a (inside) to b leaves the box. */
function leave(box: Box, a: Point, b: Point): Point {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const tx = dx > 0 ? (box.right - a.x) / dx : dx < 0 ? (box.left - a.x) / dx : Infinity;
  const ty = dy > 0 ? (box.bottom - a.y) / dy : dy < 0 ? (box.top - a.y) / dy : Infinity;
  const t = Math.max(0, Math.min(tx, ty, 1));
  return { x: a.x + dx * t, y: a.y + dy * t };
}

function inside(box: Box, point: Point | undefined): boolean {
  return (
    point !== undefined &&
    point.x >= box.left &&
    point.x <= box.right &&
    point.y >= box.top &&
    point.y <= box.bottom
  );
}

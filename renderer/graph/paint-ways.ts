import type { Box, Point } from '../../core/index.ts';
import type { Brush } from './brush.ts';
import type { Painting } from './painting.ts';
import type { Palette } from './palette.ts';
import type { Way } from './scene.ts';
import type { ElementState } from './weights.ts';

/** Edges of one look, which are one stroke. */
interface Strand {
  readonly look: StrandLook;
  readonly ways: Way[];
}

interface StrandLook {
  /** Strands of a higher rank lie above others. */
  readonly rank: number;
  readonly colour: string;
  readonly width: number;
  /** The width of the red core: the share that dies later. */
  readonly core: number;
  readonly dash: readonly number[];
}

/** Paints edges, those of one look at once: thousands of strokes would take longer than a frame. */
export function paintWays(
  brush: Brush,
  ways: readonly Way[],
  { looks }: Pick<Painting, 'looks'>,
  isPointed = false,
): void {
  const strands = new Map<string, Strand>();
  for (const way of ways) {
    const state = looks.edges[way.index];
    if (state === undefined) continue;
    const look = lookOf(way, state, isPointed, brush.palette);
    const key = `${look.rank} ${look.colour} ${look.width} ${look.core} ${look.dash.length}`;
    const strand = strands.get(key);
    if (strand === undefined) strands.set(key, { look, ways: [way] });
    else strand.ways.push(way);
  }
  brush.shapes();
  const ordered = [...strands.values()].sort(
    (a, b) => a.look.rank - b.look.rank || a.look.width - b.look.width,
  );
  for (const strand of ordered) paintStrand(brush, strand);
}

/** Widths and shares in steps that the eye can tell apart, so that few strands are left. */
function lookOf(
  { isUnsure }: Way,
  { width, dying, none, chosen, difference }: ElementState,
  isPointed: boolean,
  palette: Palette,
): StrandLook {
  const rounded = Math.round(width * 2) / 2;
  const plain = { width: rounded, core: 0, dash: [] as readonly number[] };
  if (difference !== '') {
    const colour = difference === 'more' || difference === 'appeared' ? palette.gained : palette.fewer;
    return none ? { ...plain, rank: 2, colour, width: 1.5, dash: [4, 4] } : { ...plain, rank: 3, colour };
  }
  if (isPointed || chosen) return { ...plain, rank: 4, colour: palette.ink };
  if (none) return { ...plain, rank: 0, colour: palette.line };
  if (isUnsure) return { ...plain, rank: 1, colour: palette.unsure, dash: [5, 4] };
  if (dying >= 1) return { ...plain, rank: 2, colour: palette.dead };
  const core = dying === 0 ? 0 : Math.max(1, Math.round(rounded * dying * 2) / 2);
  return { ...plain, rank: 1, colour: palette.way, core: Math.min(core, rounded * 0.8) };
}

function paintStrand({ context, palette, view, detail, sight }: Brush, { look, ways }: Strand): void {
  // A line is a pixel at least, however far away.
  const width = Math.max(look.width, 0.8 / view.zoom);
  const head = headOf(look.width);
  const isFar = !detail.arrows;
  context.beginPath();
  for (const { edge } of ways) trace(context, edge.points, sight, isFar ? null : head.length);
  context.setLineDash(look.dash as number[]);
  context.lineWidth = width;
  context.strokeStyle = look.colour;
  context.stroke();
  context.setLineDash([]);
  if (look.core > 0) {
    context.lineWidth = Math.max(look.core, 0.6 / view.zoom);
    context.strokeStyle = palette.dead;
    context.stroke();
  }
  if (isFar) return;
  context.beginPath();
  for (const { edge } of ways)
    if (isNear(edge.points.at(-1) as Point, sight)) arrow(context, edge.points, head);
  context.fillStyle = look.colour;
  context.fill();
}

interface Head {
  readonly length: number;
  readonly half: number;
}

function headOf(width: number): Head {
  return { length: 5 + width * 1.1, half: 2.6 + width * 0.7 };
}

/**
 * A line with its corners rounded, which lets the eye follow it where others cross; it ends where its head begins. Pieces
 * out of sight are left out: in a graph of thousands of chains most lines that come by are long.
 */
function trace(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  sight: Box,
  head: number | null,
): void {
  const last = points.length - 1;
  let isBegun = false;
  for (let i = 1; i <= last; i++) {
    const [from, to] = [points[i - 1] as Point, points[i] as Point];
    if (!isPieceNear(from, to, sight)) {
      isBegun = false;
      continue;
    }
    if (!isBegun) context.moveTo(from.x, from.y);
    isBegun = true;
    if (i < last && head !== null) {
      const next = points[i + 1] as Point;
      const room = Math.min(distance(from, to), distance(to, next)) / 2;
      context.arcTo(to.x, to.y, next.x, next.y, Math.min(cornerRadius, room));
    } else {
      const { x, y } = i < last || head === null ? to : backFrom(to, from, head - 1);
      context.lineTo(x, y);
    }
  }
}

const cornerRadius = 8;
/** A stroke, its corner and its head reach so far out of their piece. */
const overhang = 20;

function isPieceNear(a: Point, b: Point, { left, right, top, bottom }: Box): boolean {
  return (
    Math.max(a.x, b.x) >= left - overhang &&
    Math.min(a.x, b.x) <= right + overhang &&
    Math.max(a.y, b.y) >= top - overhang &&
    Math.min(a.y, b.y) <= bottom + overhang
  );
}

function isNear(point: Point, sight: Box): boolean {
  return isPieceNear(point, point, sight);
}

function arrow(context: CanvasRenderingContext2D, points: readonly Point[], { length, half }: Head): void {
  const tip = points.at(-1) as Point;
  const before = points.at(-2) as Point;
  const whole = distance(before, tip) || 1;
  const [dx, dy] = [(tip.x - before.x) / whole, (tip.y - before.y) / whole];
  const [baseX, baseY] = [tip.x - dx * length, tip.y - dy * length];
  context.moveTo(tip.x, tip.y);
  context.lineTo(baseX - dy * half, baseY + dx * half);
  context.lineTo(baseX + dy * half, baseY - dx * half);
  context.closePath();
}

function backFrom(end: Point, before: Point, by: number): Point {
  const whole = distance(before, end);
  const share = whole === 0 ? 0 : Math.min(by, whole) / whole;
  return { x: end.x + (before.x - end.x) * share, y: end.y + (before.y - end.y) * share };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

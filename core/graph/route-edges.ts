import type { Box, NodeEdge, Point } from '../model/graph.ts';
import { centre, grow } from './geometry.ts';
import { Heap } from './heap.ts';

/**
 * The ways of edges around nodes: from centre to centre in horizontal and vertical pieces that meet no other node.
 * A* over the lines beside and through the nodes; what matters is, in this order: no node is crossed, few bends, short.
 * An edge for which that takes too long (a graph of thousands of nodes) is straight.
 */
export function routeEdges(boxes: readonly Box[], edges: readonly NodeEdge[]): readonly (readonly Point[])[] {
  const xs = lines(boxes.flatMap(({ left, right }) => [left - channel, (left + right) / 2, right + channel]));
  const ys = lines(boxes.flatMap(({ top, bottom }) => [top - channel, (top + bottom) / 2, bottom + channel]));
  const grid: Grid = { xs, ys, blocked: blockedCells(xs, ys, boxes) };
  return edges.map(({ from, to }) => {
    const source = boxes[from];
    const target = boxes[to];
    if (source === undefined || target === undefined) return [];
    return search(grid, from, to, centre(source), centre(target)) ?? [centre(source), centre(target)];
  });
}

/** Distance of the lines that edges run on from the nodes beside them. */
const channel = 22;
const bendCost = 60;
/** Going back to the left is how returns run; a little dearer, so that the way on is the straight one. */
const backCost = 1.15;
const mostSteps = 6000;

interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** By cell (column + row * columns): the node whose box lies there, or -1. */
  readonly blocked: Int32Array;
}

/** Sorted, and of lines nearer than 4 pixels only the first. */
function lines(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const kept: number[] = [];
  for (const value of sorted) if (value - (kept.at(-1) ?? -Infinity) > 4) kept.push(value);
  return kept;
}

function blockedCells(xs: readonly number[], ys: readonly number[], boxes: readonly Box[]): Int32Array {
  const blocked = new Int32Array(xs.length * ys.length).fill(-1);
  boxes.forEach((box, node) => {
    const { left, right, top, bottom } = grow(box, 5);
    for (let row = 0; row < ys.length; row++) {
      const y = ys[row] ?? 0;
      if (y < top || y > bottom) continue;
      for (let column = 0; column < xs.length; column++) {
        const x = xs[column] ?? 0;
        if (x >= left && x <= right) blocked[column + row * xs.length] = node;
      }
    }
  });
  return blocked;
}

function search(grid: Grid, from: number, to: number, start: Point, goal: Point): readonly Point[] | null {
  const { xs, ys, blocked } = grid;
  const columns = xs.length;
  const cells = columns * ys.length;
  const startCell = nearest(xs, start.x) + nearest(ys, start.y) * columns;
  const goalCell = nearest(xs, goal.x) + nearest(ys, goal.y) * columns;
  // A state is a cell and the direction in which it was entered: 0 horizontal, 1 vertical.
  const cost = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const open = new Heap();
  for (const direction of [0, 1]) {
    cost.set(startCell + direction * cells, 0);
    open.push(0, startCell + direction * cells);
  }
  for (let steps = 0; steps < mostSteps; steps++) {
    const popped = open.pop();
    if (popped === undefined) return null;
    const state = popped;
    const cell = state % cells;
    if (cell === goalCell) return corners(trace(state), start, goal);
    const direction = Math.floor(state / cells);
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    visit(column - 1, row, 0);
    visit(column + 1, row, 0);
    visit(column, row - 1, 1);
    visit(column, row + 1, 1);

    function visit(nextColumn: number, nextRow: number, nextDirection: number) {
      if (nextColumn < 0 || nextRow < 0 || nextColumn >= columns || nextRow >= ys.length) return;
      const next = nextColumn + nextRow * columns;
      const node = blocked[next] ?? -1;
      if (node !== -1 && node !== from && node !== to) return;
      const dx = (xs[nextColumn] ?? 0) - (xs[column] ?? 0);
      const dy = (ys[nextRow] ?? 0) - (ys[row] ?? 0);
      const length = (dx < 0 ? -dx * backCost : dx) + Math.abs(dy);
      const bend = nextDirection === direction || state % cells === startCell ? 0 : bendCost;
      const total = (cost.get(state) ?? 0) + length + bend;
      const nextState = next + nextDirection * cells;
      if (total >= (cost.get(nextState) ?? Infinity)) return;
      cost.set(nextState, total);
      cameFrom.set(nextState, state);
      open.push(
        total + Math.abs(goal.x - (xs[nextColumn] ?? 0)) + Math.abs(goal.y - (ys[nextRow] ?? 0)),
        nextState,
      );
    }
  }
  return null;

  function trace(last: number): readonly Point[] {
    const points: Point[] = [];
    for (let state: number | undefined = last; state !== undefined; state = cameFrom.get(state)) {
      const cell = state % cells;
      points.push({ x: xs[cell % columns] ?? 0, y: ys[Math.floor(cell / columns)] ?? 0 });
    }
    return points.reverse();
  }
}

function nearest(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const before = values[low - 1];
  return before !== undefined && wanted - before < (values[low] ?? Infinity) - wanted ? low - 1 : low;
}

/** Only the points where the way turns. */
function corners(points: readonly Point[], start: Point, goal: Point): readonly Point[] {
  if (points.length < 2) return [start, goal];
  return points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return true;
    return (before.x === point.x) !== (point.x === after.x);
  });
}

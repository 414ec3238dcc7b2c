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
  const search = searchIn({ xs, ys, blocked: blockedCells(xs, ys, boxes) });
  return edges.map(({ from, to }) => {
    const source = boxes[from];
    const target = boxes[to];
    if (source === undefined || target === undefined) return [];
    return search(from, to, centre(source), centre(target)) ?? [centre(source), centre(target)];
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

type Search = (from: number, to: number, start: Point, goal: Point) => readonly Point[] | null;

/** The columns below serve all searches in one grid: what another search wrote there is told by `search`. */
function searchIn({ xs, ys, blocked }: Grid): Search {
  const columns = xs.length;
  const cells = columns * ys.length;
  // A state is a cell and the direction in which it was entered: 0 horizontal, 1 vertical.
  const cost = new Float64Array(2 * cells);
  const cameFrom = new Int32Array(2 * cells);
  const reached = new Int32Array(2 * cells);
  const settled = new Int32Array(2 * cells);
  let searches = 0;

  return (from, to, start, goal) => {
    const search = ++searches;
    const startCell = nearest(xs, start.x) + nearest(ys, start.y) * columns;
    const goalColumn = nearest(xs, goal.x);
    const goalRow = nearest(ys, goal.y);
    const goalCell = goalColumn + goalRow * columns;
    const open = new Heap();
    for (const direction of [0, 1]) {
      const state = startCell + direction * cells;
      cost[state] = 0;
      cameFrom[state] = -1;
      reached[state] = search;
      open.push(0, state);
    }
    for (let steps = 0; steps < mostSteps;) {
      const state = open.pop();
      if (state === undefined) return null;
      if (settled[state] === search) continue;
      settled[state] = search;
      steps++;
      const direction = state < cells ? 0 : 1;
      const cell = state - direction * cells;
      if (cell === goalCell) return corners(trace(state), start, goal);
      const column = cell % columns;
      const row = (cell - column) / columns;
      visit(state, cell, column - 1, row, 0);
      visit(state, cell, column + 1, row, 0);
      visit(state, cell, column, row - 1, 1);
      visit(state, cell, column, row + 1, 1);
    }
    return null;

    function visit(state: number, cell: number, column: number, row: number, direction: number): void {
      if (column < 0 || row < 0 || column >= columns || row >= ys.length) return;
      const next = column + row * columns;
      const node = blocked[next] as number;
      if (node !== -1 && node !== from && node !== to) return;
      const nextState = next + direction * cells;
      if (settled[nextState] === search) return;
      const here = cell % columns;
      const dx = (xs[column] as number) - (xs[here] as number);
      const dy = (ys[row] as number) - (ys[(cell - here) / columns] as number);
      const isBend = direction !== (state < cells ? 0 : 1) && cell !== startCell;
      const total = (cost[state] as number) + lengthOf(dx, dy) + (isBend ? bendCost : 0);
      if (reached[nextState] === search && total >= (cost[nextState] as number)) return;
      reached[nextState] = search;
      cost[nextState] = total;
      cameFrom[nextState] = state;
      open.push(total + leastRest(column, row, direction), nextState);
    }

    /** No way on is cheaper: the straight distance, and the bends that cannot be spared. */
    function leastRest(column: number, row: number, direction: number): number {
      const dx = (xs[goalColumn] as number) - (xs[column] as number);
      const dy = (ys[goalRow] as number) - (ys[row] as number);
      const turns = direction === 0 ? dy !== 0 : dx !== 0;
      return lengthOf(dx, dy) + (turns ? bendCost : 0);
    }
  };

  function trace(last: number): readonly Point[] {
    const points: Point[] = [];
    for (let state = last; state !== -1; state = cameFrom[state] as number) {
      const cell = state < cells ? state : state - cells;
      const column = cell % columns;
      points.push({ x: xs[column] ?? 0, y: ys[(cell - column) / columns] ?? 0 });
    }
    return points.reverse();
  }
}

function lengthOf(dx: number, dy: number): number {
  return (dx < 0 ? -dx * backCost : dx) + Math.abs(dy);
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

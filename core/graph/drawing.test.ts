import { describe, expect, it } from 'vitest';
import type { Box, DrawnEdge, PlacedNode } from '../model/graph.ts';
import { draw } from './drawing.ts';
import { grow, overlap } from './geometry.ts';

function node(name: string, x: number, y: number, kind: PlacedNode['kind'] = 'chain'): PlacedNode {
  return {
    id: name,
    host: '',
    name,
    kind,
    label: name,
    table: null,
    hook: null,
    base: null,
    chains: 1,
    packets: 1,
    x,
    y,
    width: 90,
    height: 30,
  };
}

/** Three chains in a row, a fourth under the middle one, a drop at the last. */
const nodes = [
  node('a', 0, 0),
  node('b', 150, 0),
  node('c', 300, 0),
  node('d', 150, 62),
  node('drop', 300, 33, 'drop'),
];
const edges = [
  { from: 0, to: 1, packets: 5 },
  { from: 1, to: 0, packets: 4 },
  { from: 0, to: 2, packets: 3 },
  { from: 1, to: 3, packets: 2 },
  { from: 2, to: 4, packets: 1 },
];

describe('drawing', () => {
  const drawing = draw(nodes, edges);

  it('no_edge_crosses_a_node_that_it_does_not_end_in', () => {
    for (const edge of drawing.edges) {
      drawing.boxes.forEach((box, index) => {
        if (index === edge.from || index === edge.to) return;
        expect(strokes(edge).some((stroke) => overlap(stroke, box))).toBe(false);
      });
    }
  });

  it('edges_end_at_the_borders_of_their_nodes', () => {
    for (const edge of drawing.edges) {
      for (const [index, point] of [
        [edge.from, edge.points[0]],
        [edge.to, edge.points.at(-1)],
      ] as const) {
        const box = drawing.boxes[index];
        if (point === undefined || box === undefined) continue;
        expect(touchesBorder(box, point)).toBe(true);
      }
    }
  });

  it('there_and_back_are_two_lines', () => {
    const [there, back] = drawing.edges;
    expect(there?.points[0]?.y).not.toBe(back?.points[0]?.y);
  });

  it('numbers_overlap_neither_nodes_nor_each_other', () => {
    const labels = drawing.edges.flatMap(({ label }) =>
      label === null ? [] : [grow({ left: label.x, right: label.x, top: label.y, bottom: label.y }, 6)],
    );
    expect(labels.length).toBeGreaterThan(2);
    labels.forEach((label, i) => {
      expect(labels.some((other, j) => i !== j && overlap(label, other))).toBe(false);
      expect(drawing.boxes.some((box) => overlap(label, box))).toBe(false);
    });
  });

  it('a_drop_is_a_mark_at_its_node_without_a_line', () => {
    expect(drawing.edges[4]?.points).toEqual([]);
    expect(drawing.boxes[4]?.top).toBeGreaterThan(15);
    expect(drawing.boxes[4]?.top).toBeLessThan(20);
  });

  it('edges_keep_their_order', () => {
    expect(drawing.edges.map(({ from, to, packets }) => ({ from, to, packets }))).toEqual(edges);
  });
});

function strokes({ points }: DrawnEdge): Box[] {
  return points.slice(1).map((b, i) => {
    const a = points[i] ?? b;
    return {
      left: Math.min(a.x, b.x) - 0.5,
      right: Math.max(a.x, b.x) + 0.5,
      top: Math.min(a.y, b.y) - 0.5,
      bottom: Math.max(a.y, b.y) + 0.5,
    };
  });
}

function touchesBorder(box: Box, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 0.01;
  return near(x, box.left) || near(x, box.right) || near(y, box.top) || near(y, box.bottom);
}

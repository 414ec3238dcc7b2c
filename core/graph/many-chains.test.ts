import { describe, expect, it } from 'vitest';
import type { NodeEdge, PlacedNode } from '../model/graph.ts';
import type { BaseChain } from '../model/journey.ts';
import { draw } from './drawing.ts';
import type { FlowNode } from './flow-node.ts';
import { overlap } from './geometry.ts';
import type { CallGraph } from './call-graph.ts';
import { placeNodes } from './layout.ts';

const services = Array.from({ length: 300 }, (_, i) => `service-${i}`);

/** filter/FORWARD calls three hundred chains, each of which calls one more. */
const calls: CallGraph = {
  tables: () => ['filter'],
  bases: () => [],
  calls: (_host, _table, chain) => (chain === 'FORWARD' ? services : chain === 'shared' ? [] : ['shared']),
  has: () => true,
  size: () => services.length + 1,
};

const chains = ['FORWARD', ...services, 'shared'].map((label): FlowNode => ({
  id: label,
  host: '',
  name: `filter/${label}`,
  kind: 'chain',
  label,
  table: 'filter',
  hook: 'forward',
  base: null,
  chains: 1,
}));

describe('a_graph_of_three_hundred_chains', () => {
  const nodes: readonly PlacedNode[] = placeNodes(
    chains.map((node) => ({ node, packets: 1 })),
    calls,
  );
  const edges: readonly NodeEdge[] = services.flatMap((_, i) => [
    { from: 0, to: i + 1, packets: 300 - i },
    { from: i + 1, to: chains.length - 1, packets: 300 - i },
  ]);
  const drawing = draw(nodes, edges);

  it('is_as_wide_as_a_screen_and_no_tower', () => {
    const width = Math.max(...drawing.boxes.map(({ right }) => right));
    const height = Math.max(...drawing.boxes.map(({ bottom }) => bottom));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(3);
  });

  it('has_its_chains_in_the_order_of_their_calls_column_by_column', () => {
    const placed = services.map((name) => nodes.find(({ label }) => label === name) as PlacedNode);
    placed.slice(1).forEach((node, i) => {
      const before = placed[i] as PlacedNode;
      expect(node.x > before.x || (node.x === before.x && node.y > before.y)).toBe(true);
    });
  });

  it('has_no_places_that_overlap_and_no_line_through_a_place', () => {
    drawing.boxes.forEach((box, i) => {
      expect(drawing.boxes.some((other, j) => i < j && overlap(box, other))).toBe(false);
    });
    for (const { from, to, points } of drawing.edges) {
      points.slice(1).forEach((b, i) => {
        const a = points[i] ?? b;
        const stroke = {
          left: Math.min(a.x, b.x) - 0.5,
          right: Math.max(a.x, b.x) + 0.5,
          top: Math.min(a.y, b.y) - 0.5,
          bottom: Math.max(a.y, b.y) + 0.5,
        };
        const crossed = drawing.boxes.findIndex(
          (box, node) => node !== from && node !== to && overlap(stroke, box),
        );
        expect(crossed).toBe(-1);
      });
    }
  });

  it('has_no_number_on_another_edge_or_a_place', () => {
    const labels = drawing.edges.flatMap(({ label }) => label ?? []);
    expect(labels.length).toBeGreaterThan(20);
    for (const { x, y } of labels) {
      const box = { left: x - 4, right: x + 4, top: y - 6, bottom: y + 6 };
      expect(drawing.boxes.some((other) => overlap(box, other))).toBe(false);
    }
  });
});

it('base_chains_of_nft_are_each_looked_at_a_few_times_however_many_there_are', () => {
  const many = 2000;
  let looks = 0;
  const nodes = Array.from({ length: many }, (_, i): FlowNode => {
    const chain = `chain-${i}`;
    const base: BaseChain = { tableFamily: 'inet', table: 't', chain, hook: 'forward', layer: 'ip', priority: i, nat: false, side: 'nft', known: 'inferred' }; // prettier-ignore
    return {
      ...(chains[0] as FlowNode),
      id: chain,
      name: `t/${chain}`,
      label: chain,
      table: 'inet t',
      get base() {
        looks++;
        return base;
      },
    };
  });
  const nothingListed: CallGraph = { ...calls, tables: () => [], calls: () => [], has: () => false };
  const placed = placeNodes(
    nodes.map((node) => ({ node, packets: 1 })),
    nothingListed,
  );
  expect(placed).toHaveLength(many);
  expect(looks).toBeLessThan(200 * many);
});

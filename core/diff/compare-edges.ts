import type { EdgeChange } from '../model/diff.ts';
import type { FlowEdge } from '../model/graph.ts';

/** The edges of both captures with both weights, those that changed the most first. */
export function compareEdges(
  before: readonly FlowEdge[],
  after: readonly FlowEdge[],
  hostBefore: (name: string) => string,
  hostAfter: (name: string) => string,
): readonly EdgeChange[] {
  const edges = new Map<string, { -readonly [K in keyof EdgeChange]: EdgeChange[K] }>();
  const count = (edge: FlowEdge, host: string, side: 'before' | 'after'): void => {
    const { from, to, packets } = edge;
    const key = `${host}\0${from}\0${to}`;
    const known = edges.get(key) ?? { host, from, to, before: 0, after: 0 };
    known[side] += packets;
    edges.set(key, known);
  };
  for (const edge of before) count(edge, hostBefore(edge.host), 'before');
  for (const edge of after) count(edge, hostAfter(edge.host), 'after');
  const size = ({ before: old, after: now }: EdgeChange): number => Math.abs(now - old);
  const weight = ({ before: old, after: now }: EdgeChange): number => Math.max(now, old);
  return [...edges.values()].sort(
    (a, b) =>
      size(b) - size(a) ||
      weight(b) - weight(a) ||
      compare(`${a.host} ${a.from} ${a.to}`, `${b.host} ${b.from} ${b.to}`),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Analysis } from '../model/analysis.ts';
import type { FlowEdge } from '../model/graph.ts';

/**
 * The edges that packets took, the heaviest first: all packets, or those with the given indexes. Nodes of one name
 * are one end: edges are counted by name, as contract.md has them.
 */
export function countEdges(
  { flowPaths }: Pick<Analysis, 'flowPaths'>,
  packets: Uint32Array | null,
): readonly FlowEdge[] {
  const { path, paths, nodes } = flowPaths;
  const packetsOfPath = new Float64Array(paths.length);
  const count = packets === null ? path.length : packets.length;
  for (let i = 0; i < count; i++) {
    const index = path[packets === null ? i : (packets[i] as number)] as number;
    packetsOfPath[index] = (packetsOfPath[index] as number) + 1;
  }

  const edges = new Map<string, { -readonly [K in keyof FlowEdge]: FlowEdge[K] }>();
  paths.forEach((way, index) => {
    const passing = packetsOfPath[index] as number;
    if (passing === 0) return;
    const seen = new Set<string>();
    for (let i = 0; i + 1 < way.length; i++) {
      const from = nodes[way[i] as number];
      const to = nodes[way[i + 1] as number];
      if (from === undefined || to === undefined) continue;
      const key = `${from.host}\0${from.name}\0${to.name}`;
      let edge = edges.get(key);
      if (edge === undefined) {
        edge = { host: from.host, from: from.name, to: to.name, packets: 0, traversals: 0 };
        edges.set(key, edge);
      }
      edge.traversals += passing;
      if (!seen.has(key)) edge.packets += passing;
      seen.add(key);
    }
  });
  return [...edges.values()].sort(
    (a, b) =>
      b.packets - a.packets || compare(a.host, b.host) || compare(a.from, b.from) || compare(a.to, b.to),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

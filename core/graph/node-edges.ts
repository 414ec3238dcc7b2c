import type { Analysis } from '../model/analysis.ts';
import type { NodeEdge } from '../model/graph.ts';

/** Edges between drawn nodes; a chain that two hooks call is two nodes, where core's edges, by name, have one. */
export interface NodeEdges {
  /** The heaviest first. */
  readonly edges: readonly NodeEdge[];
  /** Distinct packets of each edge and each node, for these packets only (indexes from 0; null for all). */
  count(packets: Uint32Array | null): { readonly edges: Uint32Array; readonly nodes: Uint32Array };
}

/** Paths are few, packets many: each path's edges are listed once, then packets are counted by path. */
export function nodeEdges({ flowPaths }: Pick<Analysis, 'flowPaths'>): NodeEdges {
  const { path, paths, nodes } = flowPaths;
  const numbers = new Map<string, number>();
  const ends: { readonly from: number; readonly to: number }[] = [];
  const edgesOfPath = paths.map((way) => {
    const found = new Set<number>();
    for (let i = 0; i + 1 < way.length; i++) {
      const from = way[i] ?? 0;
      const to = way[i + 1] ?? 0;
      const key = `${from} ${to}`;
      const number = numbers.get(key) ?? ends.push({ from, to }) - 1;
      numbers.set(key, number);
      found.add(number);
    }
    return [...found];
  });
  const nodesOfPath = paths.map((way) => [...new Set(way)]);

  // Numbered by weight, so that the heaviest edges get the best places.
  const totals = countIn(edgesOfPath, ends.length, packetsByPath(null));
  const order = ends.map((_, i) => i).sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0));
  const rank = new Uint32Array(order.length);
  order.forEach((edge, i) => (rank[edge] = i));
  const ranked = edgesOfPath.map((edges) => edges.map((edge) => rank[edge] ?? 0));

  function packetsByPath(packets: Uint32Array | null): Uint32Array {
    const perPath = new Uint32Array(paths.length);
    const total = packets?.length ?? path.length;
    for (let i = 0; i < total; i++) {
      const way = path[packets === null ? i : (packets[i] ?? 0)] ?? 0;
      perPath[way] = (perPath[way] ?? 0) + 1;
    }
    return perPath;
  }

  function countIn(things: readonly (readonly number[])[], size: number, perPath: Uint32Array) {
    const counts = new Uint32Array(size);
    things.forEach((list, way) => {
      for (const thing of list) counts[thing] = (counts[thing] ?? 0) + (perPath[way] ?? 0);
    });
    return counts;
  }

  return {
    edges: order.map((edge) => ({ from: 0, to: 0, ...ends[edge], packets: totals[edge] ?? 0 })),
    count(packets) {
      const perPath = packetsByPath(packets);
      return {
        edges: countIn(ranked, ends.length, perPath),
        nodes: countIn(nodesOfPath, nodes.length, perPath),
      };
    },
  };
}

import type { Analysis } from '../model/analysis.ts';
import type { FlowEdge, PlacedNode } from '../model/graph.ts';
import { Pairs } from '../model/pairs.ts';

/**
 * The edges that packets took, the heaviest first: all packets, or those with the given indexes. Nodes of one name
 * are one end: edges are counted by name, as the documents for programs have them.
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

  const names = new Map<string, number>();
  const nameOf = nodes.map(({ host, name }) => numberOf(names, `${host}\0${name}`));
  const pairs = new Pairs();
  const edges: { -readonly [K in keyof FlowEdge]: FlowEdge[K] }[] = [];
  /** By edge: the last path that was seen to take it. */
  const lastPath: number[] = [];
  paths.forEach((way, index) => {
    const passing = packetsOfPath[index] as number;
    if (passing === 0) return;
    for (let i = 0; i + 1 < way.length; i++) {
      const [from, to] = [way[i] as number, way[i + 1] as number];
      const number = pairs.number(nameOf[from] as number, nameOf[to] as number);
      const edge = (edges[number] ??= newEdge(nodes[from] as PlacedNode, nodes[to] as PlacedNode));
      edge.traversals += passing;
      if (lastPath[number] !== index) edge.packets += passing;
      lastPath[number] = index;
    }
  });
  return edges.sort(
    (a, b) =>
      b.packets - a.packets || compare(a.host, b.host) || compare(a.from, b.from) || compare(a.to, b.to),
  );
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  return number;
}

function newEdge({ host, name }: PlacedNode, to: PlacedNode): FlowEdge {
  return { host, from: name, to: to.name, packets: 0, traversals: 0 };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

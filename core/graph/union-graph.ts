import type { Analysis } from '../model/analysis.ts';
import type { PlacedNode } from '../model/graph.ts';
import { buildCallGraph } from './call-graph.ts';
import type { ChainFamily } from './chain-families.ts';
import type { FlowNode } from './flow-node.ts';
import { foldChains } from './fold-chains.ts';
import { placeNodes, type Room } from './layout.ts';

/** The ways of two captures in one picture: a place that both have stands where it stands in both. */
export interface UnionGraph {
  /** `packets` is the greater of the two counts. */
  readonly nodes: readonly PlacedNode[];
  /** Between indexes into `nodes`, with the distinct packets of each capture; the heaviest first. */
  readonly edges: readonly UnionEdge[];
  /** By index of node: the distinct packets of each capture that passed it. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** All families of chains that can be folded, those that are unfolded among them. */
  readonly families: readonly ChainFamily[];
}

export interface UnionEdge {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

type Side = 'before' | 'after';
type Capture = Pick<Analysis, 'flowPaths' | 'rulesets'>;

/**
 * Lays both captures out together, families of chains folded but for the `unfolded` ones. `sameHost` gives the name that
 * a host of the first capture has in the second, where it is another one (a dmesg names no host). `room`: of each of the two.
 */
export function unionGraph(
  before: Capture,
  after: Capture,
  sameHost: ReadonlyMap<string, string> = new Map(),
  unfolded: ReadonlySet<string> = new Set(),
  room: Room | null = null,
): UnionGraph {
  const named = (host: string): string => sameHost.get(host) ?? host;
  const union = new Map<string, { node: FlowNode; index: number }>();
  const paths: number[][] = [];
  /** Packets of each path. */
  const taken: Readonly<Record<Side, number[]>> = { before: [], after: [] };

  function add(side: Side, { flowPaths }: Capture): void {
    const indexes = flowPaths.nodes.map((placed) => {
      const node = side === 'before' ? renamed(placed, named(placed.host)) : placed;
      const known = union.get(node.id);
      if (known !== undefined) return known.index;
      union.set(node.id, { node, index: union.size });
      return union.size - 1;
    });
    const first = paths.length;
    for (const way of flowPaths.paths) {
      taken.before.push(0);
      taken.after.push(0);
      paths.push(way.map((node) => indexes[node] as number));
    }
    const packets = taken[side];
    for (const way of flowPaths.path) packets[first + way] = (packets[first + way] as number) + 1;
  }
  add('before', before);
  add('after', after);

  const callGraph = buildCallGraph([
    ...before.rulesets.map(({ host, ruleset }) => ({ host: named(host), ruleset })),
    ...after.rulesets,
  ]);
  const visited = Array.from(union.values(), ({ node }) => ({ node, packets: 0 }));
  const whole = { path: new Uint32Array(0), paths, nodes: placeNodes(visited, callGraph) };
  const { flowPaths, families } = foldChains(whole, callGraph, unfolded, { room });

  const counts = {
    before: new Uint32Array(flowPaths.nodes.length),
    after: new Uint32Array(flowPaths.nodes.length),
  };
  const edges = new Map<string, { from: number; to: number; before: number; after: number }>();
  flowPaths.paths.forEach((way, path) => {
    const [inFirst, inSecond] = [taken.before[path] as number, taken.after[path] as number];
    for (const node of new Set(way)) {
      counts.before[node] = (counts.before[node] as number) + inFirst;
      counts.after[node] = (counts.after[node] as number) + inSecond;
    }
    for (const key of new Set(way.slice(1).map((to, i) => `${way[i]} ${to}`))) {
      const [from = 0, to = 0] = key.split(' ').map(Number);
      const edge = edges.get(key) ?? { from, to, before: 0, after: 0 };
      edge.before += inFirst;
      edge.after += inSecond;
      edges.set(key, edge);
    }
  });
  return {
    nodes: flowPaths.nodes.map((node, i) => ({
      ...node,
      packets: Math.max(counts.before[i] as number, counts.after[i] as number),
    })),
    edges: [...edges.values()].sort((a, b) => heavier(b) - heavier(a)),
    ...counts,
    families,
  };
}

function heavier({ before, after }: UnionEdge): number {
  return Math.max(before, after);
}

/** The node as one of another host; a drop's id holds the id of the place where the packets died. */
function renamed(node: FlowNode, host: string): FlowNode {
  if (node.host === host) return node;
  const parts = node.id.split('\0');
  parts[0] = host;
  if (node.kind === 'drop') parts[3] = host;
  return { ...node, host, id: parts.join('\0') };
}

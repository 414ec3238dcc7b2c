import type { Analysis } from '../model/analysis.ts';
import type { PlacedNode } from '../model/graph.ts';
import { buildCallGraph } from './call-graph.ts';
import type { FlowNode } from './flow-node.ts';
import { placeNodes } from './layout.ts';

/** The ways of two captures in one picture: a place that both have stands where it stands in both. */
export interface UnionGraph {
  /** `packets` is the greater of the two counts. */
  readonly nodes: readonly PlacedNode[];
  /** Between indexes into `nodes`, with the distinct packets of each capture; the heaviest first. */
  readonly edges: readonly UnionEdge[];
  /** By index of node: the distinct packets of each capture that passed it. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
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
 * Lays both captures out together. `sameHost` gives the name that a host of the first capture has in the second, where
 * it is another one (a dmesg names no host).
 */
export function unionGraph(
  before: Capture,
  after: Capture,
  sameHost: ReadonlyMap<string, string> = new Map(),
): UnionGraph {
  const named = (host: string): string => sameHost.get(host) ?? host;
  const nodes = new Map<string, { node: FlowNode; index: number; before: number; after: number }>();
  const edges = new Map<string, { from: number; to: number; before: number; after: number }>();

  function add(side: Side, { flowPaths }: Capture): void {
    const { path, paths, nodes: placed } = flowPaths;
    const indexes = placed.map((node) => {
      const union = side === 'before' ? renamed(node, named(node.host)) : node;
      let entry = nodes.get(union.id);
      if (entry === undefined) {
        entry = { node: union, index: nodes.size, before: 0, after: 0 };
        nodes.set(union.id, entry);
      }
      entry[side] += node.packets;
      return entry.index;
    });
    const packetsOfPath = new Uint32Array(paths.length);
    for (const way of path) packetsOfPath[way] = (packetsOfPath[way] as number) + 1;
    paths.forEach((way, number) => {
      const ends = way.map((node) => indexes[node] as number);
      const taken = new Set(ends.slice(1).map((to, i) => `${ends[i]} ${to}`));
      for (const key of taken) {
        let edge = edges.get(key);
        if (edge === undefined) {
          const [from = 0, to = 0] = key.split(' ').map(Number);
          edge = { from, to, before: 0, after: 0 };
          edges.set(key, edge);
        }
        edge[side] += packetsOfPath[number] as number;
      }
    });
  }
  add('before', before);
  add('after', after);

  const entries = [...nodes.values()];
  const visited = entries.map((entry) => ({
    node: entry.node,
    packets: Math.max(entry.before, entry.after),
  }));
  const rulesets = [
    ...before.rulesets.map(({ host, ruleset }) => ({ host: named(host), ruleset })),
    ...after.rulesets,
  ];
  return {
    nodes: placeNodes(visited, buildCallGraph(rulesets)),
    edges: [...edges.values()].sort((a, b) => heavier(b) - heavier(a)),
    before: Uint32Array.from(entries, (entry) => entry.before),
    after: Uint32Array.from(entries, (entry) => entry.after),
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

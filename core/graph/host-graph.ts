import type { Analysis } from '../model/analysis.ts';
import type { GraphPair, NodeEdge, PlacedGraph, PlacedNode } from '../model/graph.ts';
import { bandsOf } from './bands.ts';
import { buildCallGraph } from './call-graph.ts';
import { deadPackets } from './dead-packets.ts';
import { draw } from './drawing.ts';
import { foldChains } from './fold-chains.ts';
import { nodeEdges } from './node-edges.ts';
import { unionGraph } from './union-graph.ts';

/**
 * Draws the graphs of single hosts, for what is read on paper: each with at most `most` places, the busiest; families of
 * chains are one place each.
 */
export function hostGraphs(
  { flowPaths, rulesets, outcomes }: Pick<Analysis, 'flowPaths' | 'rulesets' | 'outcomes'>,
  most: number,
): (host: string) => PlacedGraph {
  const make = () => {
    const folded = foldChains(flowPaths, buildCallGraph(rulesets), new Set());
    const { edges, count } = nodeEdges(folded);
    const { edges: dying } = count(deadPackets(outcomes.disposition, null));
    return {
      nodes: folded.flowPaths.nodes,
      edges: edges.map((edge, index) => ({ ...edge, dying: dying[index] ?? 0 })),
    };
  };
  let made: ReturnType<typeof make> | null = null;
  return (host) => {
    const { nodes, edges } = (made ??= make());
    return hostGraph(nodes, edges, host, most).graph;
  };
}

/** The graphs of two captures in one layout, by host. `sameHost`: the names that hosts of the first have in the second. */
export function hostGraphPairs(
  before: Analysis,
  after: Analysis,
  sameHost: ReadonlyMap<string, string>,
  most: number,
): (host: string) => GraphPair {
  const union = unionGraph(before, after, sameHost);
  const edges = union.edges.map((edge) => ({
    ...edge,
    packets: Math.max(edge.before, edge.after),
    dying: 0,
  }));
  const nameBefore = new Map([...sameHost].map(([name, now]) => [now, name]));
  return (host) => {
    const packetsOf = (side: 'before' | 'after') => {
      const [{ hosts }, name] = side === 'before' ? [before, nameBefore.get(host) ?? host] : [after, host];
      return hosts.find((each) => each.name === name)?.packets ?? 0;
    };
    const { graph, places, ways } = hostGraph(union.nodes, edges, host, most);
    const counts = (side: 'before' | 'after') => ({
      packets: packetsOf(side),
      nodes: places.map((index) => union[side][index] ?? 0),
      edges: ways.map((edge) => edge[side]),
    });
    return { graph, before: counts('before'), after: counts('after') };
  };
}

function hostGraph<Edge extends NodeEdge & { readonly dying: number }>(
  all: readonly PlacedNode[],
  edges: readonly Edge[],
  host: string,
  most: number,
) {
  const own = all.map((node, index) => ({ node, index })).filter(({ node }) => node.host === host);
  const kept = new Set(
    [...own]
      .sort((a, b) => b.node.packets - a.node.packets)
      .slice(0, most)
      .map(({ index }) => index),
  );
  const shown = own.filter(({ index }) => kept.has(index));
  const number = new Map(shown.map(({ index }, i) => [index, i]));
  const nodes = shown.map(({ node }) => node);
  const ways = edges.filter(({ from, to }) => number.has(from) && number.has(to));
  const drawing = draw(
    nodes,
    ways.map(({ from, to, packets }) => ({ from: number.get(from) ?? 0, to: number.get(to) ?? 0, packets })),
  );
  const graph: PlacedGraph = {
    nodes,
    drawing,
    bands: bandsOf(nodes, drawing.boxes),
    dying: ways.map(({ dying }) => dying),
    leftOut: own.length - shown.length,
  };
  return { graph, places: shown.map(({ index }) => index), ways };
}

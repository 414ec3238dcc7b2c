import type { Analysis } from '../model/analysis.ts';
import type { NodeEdge, PlacedGraph, PlacedNode } from '../model/graph.ts';
import { bandsOf } from './bands.ts';
import { draw } from './drawing.ts';
import { type NodeEdges, nodeEdges } from './node-edges.ts';

/** Draws the graphs of single hosts, for what is read on paper: each with at most `most` places, the busiest. */
export function hostGraphs(
  analysis: Pick<Analysis, 'flowPaths'>,
  most: number,
): (host: string) => PlacedGraph {
  let edges: NodeEdges['edges'] | null = null;
  return (host) => {
    edges ??= nodeEdges(analysis).edges;
    return hostGraph(analysis.flowPaths.nodes, edges, host, most);
  };
}

function hostGraph(
  all: readonly PlacedNode[],
  edges: readonly NodeEdge[],
  host: string,
  most: number,
): PlacedGraph {
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
  const drawing = draw(
    nodes,
    edges.flatMap(({ from, to, packets }) => {
      const [a, b] = [number.get(from), number.get(to)];
      return a === undefined || b === undefined ? [] : [{ from: a, to: b, packets }];
    }),
  );
  return { nodes, drawing, bands: bandsOf(nodes, drawing.boxes), leftOut: own.length - shown.length };
}

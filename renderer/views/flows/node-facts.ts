import type { ChainFamily } from '../../../core/index.ts';
import type { GraphTarget } from '../../graph/flow-graph.ts';
import { printFilter } from '../../selection/print.ts';
import type { Fact } from '../../selection/selection.ts';
import type { DrawnPicture } from '../../worker/protocol.ts';

/** The filter words for a place of the graph, by its name: `filter/FORWARD`, `in:eth0`, `routing`. */
export function nodeFacts(name: string): readonly Fact[] {
  if (name.startsWith('in:')) return [{ kind: 'in', interface: name.slice(3) }];
  if (name.startsWith('out:')) return [{ kind: 'out', interface: name.slice(4) }];
  if (name === 'drop') return [{ kind: 'end', end: 'dead' }];
  return [name.includes('/') ? { kind: 'chain', name } : { kind: 'via', name }];
}

/** The filter words for what was clicked in the drawn graph. */
export function targetFacts(picture: DrawnPicture, target: GraphTarget): readonly Fact[] {
  const edge = edgeOfTarget(picture, target);
  if (edge !== null) return [{ kind: 'edge', from: edge.from, to: edge.to }];
  return nodeFacts(picture.nodes[target.index]?.name ?? '');
}

/** The filter text of each edge and each node of the drawing, by their indexes. */
export function targetWords(picture: DrawnPicture) {
  const word = (target: GraphTarget) =>
    printFilter(targetFacts(picture, target).map((fact) => ({ ...fact, negated: false })));
  return {
    edges: picture.drawing.edges.map((_, index) => word({ kind: 'edge', index })),
    nodes: picture.nodes.map((_, index) => word({ kind: 'node', index })),
  };
}

/** The family that a folded place stands for; null for other places. */
export function familyOf({ nodes, families }: DrawnPicture, index: number): ChainFamily | null {
  const node = nodes[index];
  if (node === undefined || node.chains < 2) return null;
  return families.find(({ host, name }) => host === node.host && name === node.name) ?? null;
}

/** The two ends of a drawn edge; for the mark of a drop, the edge that leads to it. Null for other nodes. */
export function edgeOfTarget({ nodes, drawing }: DrawnPicture, { kind, index }: GraphTarget) {
  const edge =
    kind === 'edge'
      ? drawing.edges[index]
      : nodes[index]?.kind === 'drop'
        ? drawing.edges.find(({ to }) => to === index)
        : undefined;
  const from = nodes[edge?.from ?? -1];
  const to = nodes[edge?.to ?? -1];
  return from === undefined || to === undefined ? null : { host: from.host, from: from.name, to: to.name };
}

import type { FlowPaths } from '../model/analysis.ts';
import { type ChainFamily, chainFamilies, familyIdOf, familyName, tableOf } from './chain-families.ts';
import type { FlowNode } from './flow-node.ts';
import type { CallGraph } from './call-graph.ts';
import { placeNodes, type Room } from './layout.ts';

/** Ways through a graph in which families of chains are one place each. */
export interface FoldedPaths {
  readonly flowPaths: FlowPaths;
  /** All families that can be folded, those that are unfolded now among them. */
  readonly families: readonly ChainFamily[];
  /** By index of a node before the folding: its index now. */
  readonly nodeOf: readonly number[];
}

/**
 * Draws all families as one place each, but for the `unfolded` ones, given by their ids; all places anew for the room, if
 * one is given. Hosts with fewer than `manyPlaces` keep all chains.
 */
export function foldChains(
  unfoldedPaths: FlowPaths,
  callGraph: CallGraph,
  unfolded: ReadonlySet<string>,
  { room = null, manyPlaces }: { readonly room?: Room | null; readonly manyPlaces?: number } = {},
): FoldedPaths {
  const { path, paths, nodes } = unfoldedPaths;
  const families = chainFamilies(nodes, manyPlaces);
  const folded = new Set(families.map(({ id }) => id).filter((id) => !unfolded.has(id)));
  if (folded.size === 0) {
    const nodeOf = nodes.map((_, i) => i);
    if (room === null) return { flowPaths: unfoldedPaths, families, nodeOf };
    const visited = nodes.map((node) => ({ node, packets: node.packets }));
    return { flowPaths: { path, paths, nodes: placeNodes(visited, callGraph, room) }, families, nodeOf };
  }

  const places = new Map<string, { node: FlowNode; index: number; packets: number; chains: number }>();
  const chains = new Map(
    nodes.flatMap((node) => (node.kind === 'chain' ? [[node.id, foldedChain(node, folded)] as const] : [])),
  );
  const nodeOf = nodes.map((node) => {
    const next = node.kind === 'drop' ? foldedDrop(node, chains) : (chains.get(node.id) ?? node);
    const known = places.get(next.id);
    if (known !== undefined) {
      known.chains++;
      return known.index;
    }
    places.set(next.id, { node: next, index: places.size, packets: 0, chains: 1 });
    return places.size - 1;
  });
  const foldedWays = paths.map((way) =>
    way.map((node) => nodeOf[node] as number).filter((node, i, all) => node !== all[i - 1]),
  );

  const packetsOfPath = new Uint32Array(paths.length);
  for (const way of path) packetsOfPath[way] = (packetsOfPath[way] as number) + 1;
  const entries = [...places.values()];
  foldedWays.forEach((way, index) => {
    for (const node of new Set(way))
      (entries[node] as { packets: number }).packets += packetsOfPath[index] as number;
  });
  const visited = entries.map(({ node, packets, chains: count }) => ({
    node: node.kind === 'chain' ? { ...node, chains: count } : node,
    packets,
  }));
  const placed = placeNodes(visited, foldedCalls(callGraph, nodes, folded), room);
  return { flowPaths: { path, paths: foldedWays, nodes: placed }, families, nodeOf };
}

/** The family's place on the same hook; a chain of no folded family is its own. */
function foldedChain(node: FlowNode, folded: ReadonlySet<string>): FlowNode {
  const id = familyIdOf(node);
  if (id === null || !folded.has(id)) return node;
  const label = familyName(node.label) as string;
  return {
    ...node,
    id: node.id.slice(0, -node.label.length) + label,
    name: node.name.slice(0, -node.label.length) + label,
    label,
  };
}

/** A drop's id ends with the id of the place where the packets died. */
function foldedDrop(drop: FlowNode, chains: ReadonlyMap<string, FlowNode>): FlowNode {
  const at = drop.id.split('\0').slice(3).join('\0');
  const now = chains.get(at)?.id ?? at;
  return { ...drop, id: drop.id.slice(0, drop.id.length - at.length) + now };
}

/** The calls between what is drawn: a family calls what its visited members call. */
function foldedCalls(
  callGraph: CallGraph,
  nodes: readonly FlowNode[],
  folded: ReadonlySet<string>,
): CallGraph {
  const members = new Map<string, Set<string>>();
  for (const node of nodes) {
    const id = familyIdOf(node);
    if (id === null || !folded.has(id)) continue;
    const key = [node.host, tableOf(node), familyName(node.label)].join('\0');
    members.set(key, (members.get(key) ?? new Set()).add(node.label));
  }
  return {
    ...callGraph,
    has: (host, table, chain) =>
      members.has([host, table, chain].join('\0')) || callGraph.has(host, table, chain),
    calls(host, table, chain) {
      const callers = members.get([host, table, chain].join('\0')) ?? [chain];
      const called = new Set<string>();
      for (const caller of callers)
        for (const name of callGraph.calls(host, table, caller)) {
          const family = familyName(name);
          const isFolded = family !== null && members.has([host, table, family].join('\0'));
          called.add(isFolded ? family : name);
        }
      return [...called];
    },
  };
}

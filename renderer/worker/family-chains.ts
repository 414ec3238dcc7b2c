import { deadPackets, familyIdOf } from '../../core/index.ts';
import type { Capture } from './capture.ts';
import type { FamilyChain } from './protocol.ts';

/**
 * The chains of a family, by its id, with the last filter's packets: the busiest first, then by name. A chain that several
 * hooks call is one.
 */
export function familyChains(
  { analysis: { flowPaths, outcomes }, narrowed: { packets } }: Pick<Capture, 'analysis' | 'narrowed'>,
  family: string,
): readonly FamilyChain[] {
  const { paths, nodes } = flowPaths;
  const nameOf = nodes.map((node) => (familyIdOf(node) === family ? node.name : null));
  const chainsOf = paths.map((way) => new Set(way.flatMap((node) => nameOf[node] ?? [])));
  const count = (packetsOfPath: Uint32Array) => {
    const counts = new Map<string, number>(nameOf.flatMap((name) => (name === null ? [] : [[name, 0]])));
    chainsOf.forEach((chains, way) => {
      for (const name of chains) counts.set(name, (counts.get(name) ?? 0) + (packetsOfPath[way] ?? 0));
    });
    return counts;
  };
  const dying = count(packetsByPath(flowPaths, deadPackets(outcomes.disposition, packets)));
  return [...count(packetsByPath(flowPaths, packets))]
    .map(([name, number]) => ({ name, packets: number, dying: dying.get(name) ?? 0 }))
    .sort((a, b) => b.packets - a.packets || (a.name < b.name ? -1 : 1));
}

function packetsByPath(
  { path, paths }: Capture['analysis']['flowPaths'],
  packets: Uint32Array | null,
): Uint32Array {
  const counts = new Uint32Array(paths.length);
  const total = packets?.length ?? path.length;
  for (let i = 0; i < total; i++) {
    const way = path[packets === null ? i : (packets[i] as number)] as number;
    counts[way] = (counts[way] as number) + 1;
  }
  return counts;
}

import type { FlowPaths } from '../model/analysis.ts';

/** The ways of some packets (indexes from 0) and the places on them, with the packets counted anew; entry i is packet i of them. */
export function pathsOf({ path, paths, nodes }: FlowPaths, packets: Uint32Array): FlowPaths {
  const numberOfPath = new Int32Array(paths.length).fill(-1);
  const taken: number[] = [];
  const ownPath = new Uint32Array(packets.length);
  const packetsOfPath: number[] = [];
  packets.forEach((packet, i) => {
    const way = path[packet] as number;
    let number = numberOfPath[way] as number;
    if (number < 0) {
      number = numberOfPath[way] = taken.push(way) - 1;
      packetsOfPath.push(0);
    }
    ownPath[i] = number;
    packetsOfPath[number] = (packetsOfPath[number] as number) + 1;
  });
  const packetsOfNode = new Float64Array(nodes.length);
  taken.forEach((way, number) => {
    for (const node of new Set(paths[way]))
      packetsOfNode[node] = (packetsOfNode[node] as number) + (packetsOfPath[number] as number);
  });
  // Places keep their order.
  const numberOfNode = new Int32Array(nodes.length).fill(-1);
  const visited = nodes.flatMap((node, i) =>
    packetsOfNode[i] === 0 ? [] : [{ index: i, node: { ...node, packets: packetsOfNode[i] as number } }],
  );
  visited.forEach(({ index }, number) => (numberOfNode[index] = number));
  return {
    path: ownPath,
    paths: taken.map((way) => (paths[way] ?? []).map((node) => numberOfNode[node] as number)),
    nodes: visited.map(({ node }) => node),
  };
}

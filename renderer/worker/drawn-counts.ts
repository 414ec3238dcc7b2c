import { dispositions, isDead, type NodeEdges } from '../../core/index.ts';

/** Distinct packets of each edge of `Drawing.edges` and of each node, by their indexes. */
export interface DrawnCounts {
  readonly edges: Uint32Array;
  readonly nodes: Uint32Array;
  /** Of each edge, the packets that died later on their way. */
  readonly dying: Uint32Array;
}

/** Counts these packets (indexes from 0; null for all) on the drawn edges. `disposition` is the column of all packets. */
export function countDrawn(
  nodeEdges: NodeEdges,
  disposition: Uint8Array,
  packets: Uint32Array | null,
): DrawnCounts {
  const dead = deadOf(disposition, packets);
  return { ...nodeEdges.count(packets), dying: nodeEdges.count(dead).edges };
}

/** Those of the packets that died. */
export function deadOf(disposition: Uint8Array, packets: Uint32Array | null): Uint32Array {
  const isDeath = dispositions.map(isDead);
  const count = packets?.length ?? disposition.length;
  const dead = new Uint32Array(count);
  let used = 0;
  for (let i = 0; i < count; i++) {
    const packet = packets === null ? i : (packets[i] as number);
    if (isDeath[disposition[packet] as number] === true) dead[used++] = packet;
  }
  return dead.subarray(0, used);
}

import { deadPackets, type NodeEdges } from '../../core/index.ts';

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
  const dead = deadPackets(disposition, packets);
  return { ...nodeEdges.count(packets), dying: nodeEdges.count(dead).edges };
}

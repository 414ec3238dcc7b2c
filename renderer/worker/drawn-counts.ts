/** Distinct packets of each edge of `Drawing.edges` and of each node, by their indexes. */
export interface DrawnCounts {
  readonly edges: Uint32Array;
  readonly nodes: Uint32Array;
}

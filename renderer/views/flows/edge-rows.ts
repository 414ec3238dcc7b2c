import type { FlowEdge } from '../../../core/index.ts';

export type EdgeColumn = 'from' | 'to' | 'packets' | 'traversals';

/** Every edge of the capture with the numbers of the filtered packets (0 where none took it), sorted. */
export function edgeRows(
  all: readonly FlowEdge[],
  filtered: readonly FlowEdge[],
  column: EdgeColumn,
  descending: boolean,
): readonly FlowEdge[] {
  const counts = new Map(filtered.map((edge) => [key(edge), edge]));
  const rows = all.map((edge) => counts.get(key(edge)) ?? { ...edge, packets: 0, traversals: 0 });
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => sign * compare(a[column], b[column]));
}

function key({ host, from, to }: FlowEdge): string {
  return JSON.stringify([host, from, to]);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

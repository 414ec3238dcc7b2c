import { countEdges, dispositions, type Disposition } from '../../core/index.ts';
import { countDrawn } from './drawn-counts.ts';
import { rowOf, type Capture } from './capture.ts';
import { narrow } from './narrow.ts';
import type { FilterAsk, FilterResult } from './protocol.ts';

/** Narrows the capture and counts what is left. */
export function applyFilter(capture: Capture, ask: FilterAsk): FilterResult {
  const { analysis, index } = capture;
  const { packets, remarks } = narrow(analysis, index, ask.selection);
  capture.narrowed = { generation: ask.generation, packets };
  const count = packets?.length ?? analysis.journeys.count;
  const byCause = countColumn(analysis.outcomes.cause, packets, analysis.outcomes.causes.length);
  return {
    generation: ask.generation,
    packets: count,
    byDisposition: countDispositions(capture),
    deadEnds: analysis.deadEnds.map(({ causes }) =>
      causes.reduce((sum, cause) => sum + (byCause[cause] ?? 0), 0),
    ),
    edges: countEdges(capture.folded, packets),
    drawn: countDrawn(capture.nodeEdges, analysis.outcomes.disposition, packets),
    row: ask.packet === null ? -1 : rowOf(capture, ask.packet - 1),
    first: count === 0 ? null : (packets?.[0] ?? 0) + 1,
    remarks,
  };
}

/** How many packets of the last filter ended in each way. */
export function countDispositions({
  analysis,
  narrowed,
}: Pick<Capture, 'analysis' | 'narrowed'>): Readonly<Record<Disposition, number>> {
  const counts = countColumn(analysis.outcomes.disposition, narrowed.packets, dispositions.length);
  return Object.fromEntries(dispositions.map((word, i) => [word, counts[i] ?? 0])) as Record<
    Disposition,
    number
  >;
}

/** How often each value from 0 to `values - 1` stands in a column, in the rows of these packets. */
function countColumn(
  column: Uint8Array | Int32Array,
  packets: Uint32Array | null,
  values: number,
): Uint32Array {
  const counts = new Uint32Array(values);
  const total = packets?.length ?? column.length;
  for (let i = 0; i < total; i++) {
    const value = column[packets === null ? i : (packets[i] ?? 0)] ?? -1;
    if (value >= 0) counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

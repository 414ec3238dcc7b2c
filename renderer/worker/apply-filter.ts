import { countEdges, dispositions, type Disposition } from '../../core/index.ts';
import { countDrawn } from './drawn-counts.ts';
import { rowOf, type Capture } from './capture.ts';
import { narrow } from './narrow.ts';
import { sortPackets } from './sort-packets.ts';
import type { FilterAsk, FilterResult } from './protocol.ts';

/** Narrows the capture and counts what is left. */
export function applyFilter(capture: Capture, ask: FilterAsk): FilterResult {
  const { analysis, index } = capture;
  const { packets, remarks } = narrow(analysis, index, ask.selection);
  const rows = ask.sort === null ? null : sortPackets(analysis, packets, ask.sort);
  capture.narrowed = { generation: ask.generation, packets, rows };
  const count = packets?.length ?? analysis.journeys.count;
  const byCause = countColumn(analysis.outcomes.cause, packets, analysis.outcomes.causes.length);
  const deadEnds = analysis.deadEnds.map(({ causes }) =>
    causes.reduce((sum, cause) => sum + (byCause[cause] ?? 0), 0),
  );
  const row = firstRow(capture, deadEnds);
  const first = packets === null ? row : (packets[row] ?? 0);
  return {
    generation: ask.generation,
    packets: count,
    byDisposition: countDispositions(capture),
    deadEnds,
    edges: countEdges(capture.folded, packets),
    drawn: countDrawn(capture.nodeEdges, analysis.outcomes.disposition, packets),
    row: ask.packet === null ? -1 : rowOf(capture, ask.packet - 1),
    first: count === 0 ? null : first + 1,
    firstRow: rows === null ? row : rowOf(capture, first),
    remarks,
  };
}

/** The row (in the order of the log) of the first packet of what kills most of the filter's packets: that is asked for. 0 where none died. */
function firstRow({ analysis, narrowed: { packets } }: Capture, deadEnds: readonly number[]): number {
  const most = deadEnds.reduce((best, packets) => Math.max(best, packets), 0);
  const biggest = most === 0 ? undefined : analysis.deadEnds[deadEnds.indexOf(most)];
  if (biggest === undefined) return 0;
  const { cause } = analysis.outcomes;
  const causes = new Set(biggest.causes);
  const row =
    packets === null
      ? cause.findIndex((each) => causes.has(each))
      : packets.findIndex((packet) => causes.has(cause[packet] as number));
  return Math.max(0, row);
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

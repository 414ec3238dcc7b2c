import { deltaNumber } from '../../model/delta-column.ts';
import type { TextReader } from '../../model/analysis.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { type LineTime, lineTime } from '../tracers/kernel-log/line-time.ts';

/** Reads the log lines of trace events again; the answers come in the order of `wanted`. */
export function eventTexts(events: TraceEvents, texts: TextReader) {
  const linesOf = async (wanted: readonly number[]): Promise<Evidence[]> => {
    const byLog = new Map<number, { event: number; at: number }[]>();
    wanted.forEach((event, at) => {
      const log = events.log[event] as number;
      const list = byLog.get(log);
      if (list === undefined) byLog.set(log, [{ event, at }]);
      else list.push({ event, at });
    });
    const found = new Array<Evidence>(wanted.length);
    for (const [log, list] of byLog) {
      const file = events.logs[log] as string;
      list.sort((a, b) => a.event - b.event);
      const lines = list.map(({ event }) => deltaNumber(events.line, event));
      const picked = await texts.pick(file, lines);
      list.forEach(({ at }, i) => {
        found[at] = { file, line: lines[i] as number, text: picked[i] ?? '' };
      });
    }
    return found;
  };
  const stampsOf = async (wanted: readonly number[]): Promise<LineTime[]> =>
    (await linesOf(wanted)).map(({ text }) => lineTime(text));
  return { linesOf, stampsOf };
}

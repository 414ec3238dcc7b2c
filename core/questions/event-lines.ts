import { deltaNumber } from '../model/delta-column.ts';
import type { AnalysedBundle } from '../model/analysis.ts';
import type { Evidence } from '../model/evidence.ts';
import { type LineTime, lineTime } from '../parse/tracers/kernel-log/line-time.ts';

type WithTexts = Pick<AnalysedBundle, 'events' | 'texts'>;

/** The log lines of trace events, read again; the answers come in the order of `wanted`. */
export async function eventLines(
  { events, texts }: WithTexts,
  wanted: readonly number[],
): Promise<readonly Evidence[]> {
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
}

/** The times of trace events' lines: as the line has it, and in UTC (ISO 8601) where it says year and zone. */
export async function eventTimes(bundle: WithTexts, wanted: readonly number[]): Promise<readonly LineTime[]> {
  return (await eventLines(bundle, wanted)).map(({ text }) => lineTime(text));
}

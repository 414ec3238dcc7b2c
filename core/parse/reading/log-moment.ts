import { lineTime } from '../tracers/kernel-log/line-time.ts';

/**
 * When a log begins, by every clock that its lines show, in seconds. Logs can be put in order by a clock that all of
 * them have: `utc` (year and zone), `local` (a year but no zone), `yearless` (the traditional syslog stamp, as if it
 * were of the year 2000), `uptime` (the kernel's, which begins anew with each boot).
 */
export type LogMoment = Readonly<Partial<Record<Clock, number>>>;

export type Clock = 'utc' | 'local' | 'yearless' | 'uptime';

/** From the surest to the least sure. */
export const clocks: readonly Clock[] = ['utc', 'local', 'yearless', 'uptime'];

/** The moment of the first line that has each clock. */
export function beginningOf(lines: readonly string[]): LogMoment {
  const moment: Partial<Record<Clock, number>> = {};
  for (const line of lines.slice(0, mostLines)) {
    for (const [clock, seconds] of clocksOf(line)) moment[clock] ??= seconds;
  }
  return moment;
}

const mostLines = 50;

function clocksOf(line: string): [Clock, number][] {
  const found: [Clock, number][] = [];
  const { stamp, time } = lineTime(line);
  if (time !== null) found.push(['utc', Date.parse(time) / 1000]);
  const yearless = /^([A-Z][a-z]{2}) +(\d{1,2} \d\d:\d\d:\d\d)/.exec(stamp);
  const local = /^\[?[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})/.exec(stamp);
  if (yearless)
    found.push(['yearless', Date.parse(`${yearless[1]} ${yearless[2]?.replace(' ', ' 2000 ')} UTC`) / 1000]);
  else if (local) found.push(['local', Date.parse(`${local[1]} ${local[3]} ${local[2]} UTC`) / 1000]);
  else if (time === null && /^\d{4}-/.test(stamp))
    found.push(['local', Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`) / 1000]);
  const uptime = /\[ *(\d{1,9}\.\d{6})\]/.exec(line)?.[1];
  if (uptime !== undefined) found.push(['uptime', Number(uptime)]);
  return found.filter(([, seconds]) => !Number.isNaN(seconds));
}

/**
 * The moments in order. Of yearless ones the year begins after the longest pause: `Dec 31`, `Jan 1` are two days of one
 * winter.
 */
export function inOrderOfTime<Item>(
  items: readonly Item[],
  clock: Clock,
  momentOf: (item: Item) => LogMoment,
): Item[] {
  const at = (item: Item): number => momentOf(item)[clock] ?? 0;
  const sorted = [...items].sort((a, b) => at(a) - at(b));
  if (clock !== 'yearless' || sorted.length < 2) return sorted;
  const pauses = sorted.map((item, index) => {
    const before = sorted[index - 1];
    return before === undefined
      ? at(item) + secondsOfYear - at(sorted.at(-1) as Item)
      : at(item) - at(before);
  });
  const first = pauses.indexOf(Math.max(...pauses));
  return [...sorted.slice(first), ...sorted.slice(0, first)];
}

const secondsOfYear = 366 * 86_400;

/**
 * Stamps as logs have them, shown without what is the same in all: `Nov 21 07:53:14`, `2026-11-21T07:53:14.123456+00:00`,
 * `[Sat Nov 21 07:53:14 2026]`. A stamp that has no time of day is shown as it is.
 */
interface Stamp {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
}

function cut(stamp: string): Stamp {
  const plain = stamp.replace(/^\[|\]$/g, '').trim();
  const match = /T?(\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?)(Z|[+-]\d{2}:?\d{2})?/.exec(plain);
  if (match === null) return { date: '', time: plain, zone: '' };
  const before = plain.slice(0, match.index).trim();
  const after = plain.slice(match.index + match[0].length).trim();
  return { date: [before, after].filter(Boolean).join(' '), time: match[1] ?? plain, zone: match[2] ?? '' };
}

/** Whether two stamps differ in the time of day only. */
export function isSameDay(first: string, last: string): boolean {
  return cut(first).date === cut(last).date;
}

/** The time of day of a stamp, or the whole stamp where the days matter. */
export function timeOf(stamp: string, oneDay: boolean): string {
  return oneDay ? cut(stamp).time : stamp.replace(/^\[|\]$/g, '');
}

/** From the first to the last packet: `Nov 21 07:53:14 – 07:54:01`; '' where the log has no stamps. */
export function timeSpan(first: string, last: string): string {
  const a = cut(first);
  const b = cut(last);
  const begin = `${a.date} ${a.time}`.trim();
  if (a.date !== b.date) return `${begin} – ${`${b.date} ${b.time}`.trim()}`;
  return `${a.time === b.time ? begin : `${begin} – ${b.time}`} ${b.zone}`.trim();
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Of stamps that say no year: a leap year, so that there is a 29th of February. */
const someYear = 2000;

/** A time as a log has it, in seconds: of its clock, whatever the zone; `day` is false where it says no date. */
export interface Clock {
  readonly seconds: number;
  readonly day: boolean;
}

/** Reads `Nov 21 07:53:14`, `2026-11-21T07:53:14.123+00:00`, `Sat Nov 21 07:53:14 2026`, `07:53:14`, `07:53`; null for other text. */
export function clockOf(stamp: string): Clock | null {
  const colon = stamp.indexOf(':');
  if (colon < 1 || stamp.length > 60) return null;
  const match = /(?:^|[^\d])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?/.exec(stamp);
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const time = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds) + Number(`0.${fraction}`);
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const date = dayOf(stamp);
  return { seconds: (date ?? 0) + time, day: date !== null };
}

/** Seconds of the day's beginning; null where the stamp has no date. */
function dayOf(stamp: string): number | null {
  const iso = /(\d{4})-(\d{2})-(\d{2})/.exec(stamp);
  if (iso !== null) return Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) / 1000;
  const named = /([A-Za-z]{3}) {1,2}(\d{1,2})/.exec(stamp.replace(/^\[?[A-Za-z]{3} (?=[A-Za-z])/, ''));
  const month = months.indexOf((named?.[1] ?? '').toLowerCase());
  if (month < 0) return null;
  const year = /\b(\d{4})\b/.exec(stamp)?.[1];
  return Date.UTC(year === undefined ? someYear : Number(year), month, Number(named?.[2])) / 1000;
}

/** The time of day as the filter takes it: `07:53:14`, with a fraction where it has one, with the date where days matter. */
export function clockText(seconds: number, withDay: boolean): string {
  const micros = Math.round(seconds * 1e6);
  const date = new Date(Math.floor(micros / 1000));
  if (Number.isNaN(date.getTime())) return '';
  const rest = String(((micros % 1e6) + 1e6) % 1e6)
    .padStart(6, '0')
    .replace(/0{1,6}$/, '');
  const text = `${date.toISOString().slice(withDay ? 0 : 11, 19)}`;
  return rest === '' ? text : `${text}.${rest}`;
}

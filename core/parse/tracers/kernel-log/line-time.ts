import { journalTime, readJournalLine } from './journal-json.ts';
import { stampOf } from './line-prefix.ts';

/** When a line of a log was written. */
export interface LineTime {
  /** The time as the line has it, without a conversion; '' where it has none. */
  readonly stamp: string;
  /** ISO 8601 in UTC to the microsecond; null where the line does not say its year and zone. */
  readonly time: string | null;
}

/** The time of a log line, in any of the loggers' styles. */
export function lineTime(line: string): LineTime {
  if (line.startsWith('{')) {
    const micros = journalTime(line);
    if (micros !== null) {
      const time = isoOf(micros);
      return { stamp: time, time };
    }
    const [, seconds, micro] = ULOGD_TIME.exec(line) ?? [];
    if (seconds !== undefined) {
      const time = isoOf(Number(seconds) * 1e6 + Number(micro));
      return { stamp: time, time };
    }
    const wrapped = readJournalLine(new TextEncoder().encode(line));
    return wrapped === null ? { stamp: '', time: null } : lineTime(new TextDecoder().decode(wrapped.message));
  }
  const stamp = stampOf(line);
  return { stamp, time: utcOf(stamp) };
}

/** When ulogd's packet came, in its JSON output. */
const ULOGD_TIME = /"oob\.time\.sec": ?(\d{1,12}), ?"oob\.time\.usec": ?(\d{1,6})\b/;

/** `2026-11-21T06:36:49.123456+01:00` in UTC; null for a stamp without year or zone. */
function utcOf(stamp: string): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z| UTC|[+-]\d\d:?\d\d)$/.exec(stamp);
  if (parts === null) return null;
  const [, date = '', time = '', fraction = '', zone = ''] = parts;
  const offset =
    zone === 'Z' || zone === ' UTC'
      ? 'Z'
      : zone.includes(':')
        ? zone
        : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const milliseconds = Date.parse(`${date}T${time}${offset}`);
  if (Number.isNaN(milliseconds)) return null;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
  return isoOf(milliseconds * 1000 + micros);
}

function isoOf(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  const fraction = String(Math.round(micros - seconds * 1e6)).padStart(6, '0');
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}

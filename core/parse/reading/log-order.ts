import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import { clocks, inOrderOfTime, type LogMoment } from './log-moment.ts';

/** A log that is still to be read, or a part of a file that is one. */
export interface WaitingLog {
  readonly path: string;
  /** Whether its TRACE lines name their host. */
  readonly namesHost: boolean;
  /** When it begins; without any clock for what is no log. */
  readonly begins: LogMoment;
}

/**
 * The logs in the order in which to read them. The parts of a rotated log follow each other, the oldest first:
 * `kern.log.2.gz`, `kern.log.1`, `kern.log`; with logrotate's dateext `messages-20261114.xz`, `messages-20261121`,
 * `messages`. Other logs follow each other by their first lines' time, where all of them show one clock. Logs that name
 * their host come before those that don't (dmesg), which are then known to be of the only host there is.
 */
export function inReadingOrder<Log extends WaitingLog>(logs: readonly Log[]): readonly Log[] {
  const named = logs.filter(({ namesHost }) => namesHost);
  const nameless = logs.filter(({ namesHost }) => !namesHost);
  return [...inOrderOfSeries(named), ...inOrderOfSeries(nameless)];
}

/** Says which logs could not be put in order: none of their clocks is shown by all. */
export function orderNotes(logs: readonly WaitingLog[]): readonly Diagnostic[] {
  return [true, false].flatMap((namesHost) => {
    const first = seriesOf(
      logs.filter((log) => log.namesHost === namesHost && Object.keys(log.begins).length > 0),
    );
    if (first.length < 2 || sharedClock(first) !== undefined) return [];
    const paths = first.map(([{ path }]) => path);
    return [diagnostic('log-order-unknown', { paths: paths.slice(0, 5) }, paths[0] ?? null)];
  });
}

type Series<Log> = readonly [Log, ...Log[]];

function inOrderOfSeries<Log extends WaitingLog>(logs: readonly Log[]): readonly Log[] {
  const timed = seriesOf(logs.filter(({ begins }) => Object.keys(begins).length > 0));
  const clock = sharedClock(timed);
  const ordered = clock === undefined ? timed : inOrderOfTime(timed, clock, ([oldest]) => oldest.begins);
  const rest = seriesOf(logs.filter(({ begins }) => Object.keys(begins).length === 0));
  return [...ordered, ...rest].flat();
}

function sharedClock(series: readonly Series<WaitingLog>[]) {
  return clocks.find((clock) => series.every(([oldest]) => oldest.begins[clock] !== undefined));
}

/** The logs by series, each with its oldest part first. */
function seriesOf<Log extends WaitingLog>(logs: readonly Log[]): readonly Series<Log>[] {
  const found = new Map<string, Log[]>();
  for (const log of logs) {
    const { series } = partOf(log.path);
    found.set(series, [...(found.get(series) ?? []), log]);
  }
  return [...found.values()].map(
    (parts) => parts.sort((a, b) => partOf(b.path).age - partOf(a.path).age) as [Log, ...Log[]],
  );
}

interface RotatedPart {
  /** The path without what rotation added to it: the same for all parts. */
  readonly series: string;
  /** Larger for older parts; 0 for the current one. */
  readonly age: number;
}

const compression = /\.(?:gz|xz|zst|bz2|lz4|Z)$/;

function partOf(path: string): RotatedPart {
  const plain = path.replace(compression, '');
  const dated = /^(.*?)[-_.](20\d{6})(?:[-_T]?(\d{2,10}))?(\.[a-z]+)?$/i.exec(plain);
  if (dated) {
    const [, stem = '', day = '', time = '', end = ''] = dated;
    // Days and hours grow towards the current part, which has no date; 1e18 is beyond any of them.
    return { series: `${stem}${end}`, age: 1e18 - Number(day + time.padEnd(10, '0').slice(0, 10)) };
  }
  const numbered = /^(.*)\.(\d{1,4})$/.exec(plain) ?? /^(.*)\.(\d{1,4})\.(?:log|txt)$/.exec(plain);
  if (numbered) return { series: numbered[1] ?? plain, age: Number(numbered[2]) };
  return { series: plain, age: 0 };
}

/** A log that is still to be read, or a part of a file that is one. */
export interface WaitingLog {
  readonly path: string;
  /** Whether its TRACE lines name their host. */
  readonly namesHost: boolean;
}

/**
 * The logs in the order in which to read them. The parts of a rotated log follow each other, the oldest first:
 * `kern.log.2.gz`, `kern.log.1`, `kern.log`; with logrotate's dateext `messages-20261114.xz`, `messages-20261121`,
 * `messages`; journald's exports `journal-1.json`, `journal-2.json` in the order of their numbers. Logs that name
 * their host come before those that don't (dmesg), which are then known to be of the only host there is.
 */
export function inReadingOrder<Log extends WaitingLog>(logs: readonly Log[]): readonly Log[] {
  const place = new Map<string, number>();
  for (const { path } of logs) {
    const { series } = partOf(path);
    if (!place.has(series)) place.set(series, place.size);
  }
  return [...logs].sort((a, b) => {
    const [partA, partB] = [partOf(a.path), partOf(b.path)];
    return (
      Number(b.namesHost) - Number(a.namesHost) ||
      (place.get(partA.series) ?? 0) - (place.get(partB.series) ?? 0) ||
      partB.age - partA.age
    );
  });
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

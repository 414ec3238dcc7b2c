import type { LogOrigin } from './log-origin.ts';
import type { LogTally } from './log-tally.ts';
import { KernelLogReader } from './log-reader.ts';
import { RowList } from './row-list.ts';
import type { PartColumns } from './part-numbers.ts';
import { TraceColumns } from './trace-columns.ts';

/** A piece of a kernel log that begins where a line begins, to be read apart from the rest of it. */
export interface LogPartJob {
  readonly origin: LogOrigin;
  /** The last line may lack its end. */
  readonly bytes: Uint8Array;
  /** The part begins within a line that is too long to be read. */
  readonly inLongLine: boolean;
}

/**
 * What a part of a log says. Plain data that can be sent between threads; all numbers of names, places, headers and
 * identities are the part's own, and lines are counted from its beginning. Of a host whose TRACE lines stand in parts
 * before it, it may have lines of LOG targets that the whole log would not have.
 */
export interface LogPart {
  readonly tally: LogTally;
  /** The hosts of the TRACE lines, and those of the LOG lines. */
  readonly traceHosts: readonly string[];
  readonly logHosts: readonly string[];
  readonly columns: PartColumns;
}

/** Few TRACE lines are shorter. */
const LEAST_LINE_BYTES = 200;

/** Reads a part of a log; what it takes is in the job alone, so it may run on another thread. */
export function readLogPart({ origin, bytes, inLongLine }: LogPartJob): LogPart {
  // Equal headers find each other where the parts are put together.
  const columns = new TraceColumns((width) => new RowList(width));
  columns.expected = Math.ceil(bytes.length / LEAST_LINE_BYTES);
  const reader = new KernelLogReader(columns, origin, inLongLine);
  reader.push(bytes);
  reader.end();
  const { trace, log } = reader.hosts();
  return { tally: reader.tally, traceHosts: trace, logHosts: log, columns: columns.part() };
}

/** The memory of a part's columns, which is handed over when it is sent to another thread. */
export function buffersOf({ columns }: LogPart): ArrayBuffer[] {
  const { names, headers, identities, events } = columns;
  const { place, header, identity, line, ttl, uptime } = events;
  const tables = [names.bytes, names.starts, headers, identities];
  const views = [...tables, place, header, identity, line, ttl, uptime];
  return [...new Set(views.map(({ buffer }) => buffer as ArrayBuffer))];
}

import type { TracePlace } from '../../model/trace.ts';
import type { LogTally } from './log-tally.ts';
import { KernelLogReader } from './log-reader.ts';
import { TraceColumns } from './trace-columns.ts';

/** A piece of a kernel log that begins where a line begins, to be read apart from the rest of it. */
export interface LogPartJob {
  readonly path: string;
  /** The host of lines that name none. */
  readonly fallbackHost: string;
  /** The bytes, in order; the last line may lack its end. */
  readonly pieces: readonly Uint8Array[];
  /** The part begins within a line that is too long to be read. */
  readonly inLongLine: boolean;
}

/**
 * What a part of a log says. Plain data that can be sent between threads; all numbers of names, places, headers and
 * identities are the part's own, and lines are counted from its beginning.
 */
export interface LogPart {
  readonly tally: LogTally;
  /** The hosts of the TRACE lines, and those of the LOG lines, as names. */
  readonly traceHosts: readonly number[];
  readonly logHosts: readonly number[];
  readonly columns: PartColumns;
}

/** Trace columns as they are, their interned tables column by column. */
export interface PartColumns {
  readonly names: { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  readonly places: readonly TracePlace[];
  readonly headers: readonly Uint32Array[];
  readonly identities: readonly Uint32Array[];
  readonly place: Uint32Array;
  readonly header: Uint32Array;
  readonly identity: Uint32Array;
  readonly line: Uint32Array;
  readonly ttl: Uint8Array;
  readonly uptimeMicroseconds: Float64Array;
}

/** Reads a part of a log; what it takes is in the job alone, so it may run on another thread. */
export function readLogPart({ path, fallbackHost, pieces, inLongLine }: LogPartJob): LogPart {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, path, fallbackHost, inLongLine);
  for (const piece of pieces) reader.push(piece);
  reader.end();
  const { trace, log } = reader.hosts();
  return { tally: reader.tally, traceHosts: [...trace], logHosts: [...log], columns: columns.part() };
}

/** The memory of a part's columns, which is handed over when it is sent to another thread. */
export function buffersOf({ columns }: LogPart): ArrayBuffer[] {
  const { names, headers, identities, place, header, identity, line, ttl, uptimeMicroseconds } = columns;
  const views = [
    names.bytes,
    names.starts,
    ...headers,
    ...identities,
    place,
    header,
    identity,
    line,
    ttl,
    uptimeMicroseconds,
  ];
  return [...new Set(views.map(({ buffer }) => buffer as ArrayBuffer))];
}

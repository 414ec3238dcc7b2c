import type { Artifact } from '../model/artifact.ts';
import { wholeText } from './artifact-text.ts';
import type { EventFormat } from './event-format.ts';
import type { Sample } from './format.ts';
import { LineIndex } from './kernel-log/line-index.ts';
import { KernelLogReader } from './kernel-log/log-reader.ts';
import { namesHost } from './kernel-log/recognise.ts';
import type { TraceColumns } from './kernel-log/trace-columns.ts';
import { beginningOf } from './log-moment.ts';
import type { WaitingLog } from './log-order.ts';
import type { ReadFile } from './read-file.ts';

/** A log, or what may be one, that is read after the files that tell of which host it is. */
export interface QueuedLog extends WaitingLog {
  /** Recognised as a kernel log; otherwise it is looked through for TRACE lines. */
  readonly isKnown: boolean;
  /** How its events are read; null for what is read as a kernel log. */
  readonly eventFormat: EventFormat | null;
  /** A part of a file whose other parts were read before. */
  readonly isPart: boolean;
  /** Lines that are blanked because they are of other sections of the file; 0 for a file that is a log. */
  readonly otherLines: number;
  /** The host that a prompt above it names; null where none does. */
  readonly host: string | null;
  chunks(): AsyncIterable<Uint8Array>;
}

/** A file that is one log from its beginning to its end. */
export function wholeLog(
  artifact: Artifact,
  isKnown: boolean,
  eventFormat: EventFormat | null,
  sample: Sample,
): QueuedLog {
  const { path } = artifact;
  return {
    path,
    isKnown,
    eventFormat,
    namesHost: eventFormat === null && namesHost(sample),
    begins: isKnown ? beginningOf(sample.lines) : {},
    isPart: false,
    otherLines: 0,
    host: null,
    chunks: () => artifact.chunks(0),
  };
}

/** Reads a log into the columns; `onChunk` says whether to go on. `fallbackHost` is that of lines that name none. */
export async function readLog(
  log: QueuedLog,
  columns: TraceColumns,
  fallbackHost: string,
  onChunk: (bytes: number, lines: number) => Promise<boolean>,
): Promise<ReadFile> {
  if (log.eventFormat !== null) return readEvents(log, log.eventFormat, columns, fallbackHost);
  const reader = new KernelLogReader(columns, log.path, fallbackHost);
  const text = new LineIndex();
  let bytes = 0;
  for await (const chunk of log.chunks()) {
    text.add(chunk, bytes, reader.linesRead);
    reader.push(chunk);
    bytes += chunk.length;
    if (!(await onChunk(bytes, reader.linesRead))) break;
  }
  const { lines, diagnostics, hosts, martians } = reader.finish();
  return {
    path: log.path,
    kind: log.isKnown || lines.parsed > 0 ? 'kernel-log' : 'unrecognised',
    bytes,
    lines: { ...lines, notOurs: lines.notOurs - log.otherLines },
    hosts,
    folderHost: null,
    namespace: null,
    diagnostics,
    records: null,
    sections: [],
    martians,
    text,
  };
}

/** The output of another tracer, which names no host and is small enough to be read whole. */
async function readEvents(
  log: QueuedLog,
  format: EventFormat,
  columns: TraceColumns,
  fallbackHost: string,
): Promise<ReadFile> {
  const { path } = log;
  const text = await wholeText({ path, bytes: null, chunks: () => log.chunks() });
  const { lines, diagnostics, host } = format.parse(text.lines, path, columns, fallbackHost);
  return {
    path,
    kind: format.kind,
    bytes: text.bytes,
    lines,
    hosts: lines.parsed > 0 ? [host ?? fallbackHost] : [],
    folderHost: null,
    namespace: null,
    diagnostics: text.cut === null ? diagnostics : [text.cut, ...diagnostics],
    records: null,
    sections: [],
    martians: [],
    text: text.lines,
  };
}

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Artifact } from '../../model/artifact.ts';
import { wholeText } from './artifact-text.ts';
import type { EventFormat } from '../tracers/event-format.ts';
import type { Sample } from '../format.ts';
import { LineIndex } from '../tracers/kernel-log/line-index.ts';
import type { LogOrigin } from '../tracers/kernel-log/log-origin.ts';
import { KernelLogReader, type ReadLog } from '../tracers/kernel-log/log-reader.ts';
import { type Elsewhere, ParallelLogReader } from '../tracers/kernel-log/parallel-reader.ts';
import { namesHost } from '../tracers/kernel-log/recognise.ts';
import type { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';
import { LogTail } from './log-tail.ts';
import { beginningOf } from './log-moment.ts';
import type { WaitingLog } from './log-order.ts';
import type { ReadFile } from './read-file.ts';

/** A log, or what may be one, that is read after the files that tell which host it is from. */
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
  /** What its text shows to be wrong with it before it is read. */
  readonly notes: readonly Diagnostic[];
  /** Its size; null where that is not known before it is read. */
  readonly bytes: number | null;
  /** The lines as they stand in the file, where `chunks` has them without markup and wraps; left out where it has the file's own. */
  readonly shown?: readonly string[];
  /** Nobody may keep a chunk: its memory is used again when the next one is asked for. */
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
    notes: [],
    host: null,
    bytes: artifact.bytes,
    chunks: () => artifact.passingChunks?.(0) ?? artifact.chunks(0),
  };
}

/**
 * Reads a log into the columns; `onChunk` says whether to go on. `about`: where its lines come from. Large logs are read
 * `elsewhere` where there are other threads. A log with more than `mostEvents` is not read to its end.
 */
export async function readLog(
  log: QueuedLog,
  columns: TraceColumns,
  about: Required<Omit<LogOrigin, 'path'>>,
  onChunk: (bytes: number, lines: number) => Promise<boolean>,
  elsewhere: Elsewhere | null,
  mostEvents = Infinity,
): Promise<ReadFile> {
  if (log.eventFormat !== null) return readEvents(log, log.eventFormat, columns, about.fallbackHost);
  const text = new LineIndex();
  const reader = logReader(log, columns, { ...about, path: log.path }, text, elsewhere);
  const eventsBefore = columns.count;
  let bytes = 0;
  const tail = new LogTail();
  for await (const chunk of log.chunks()) {
    await reader.push(chunk, bytes);
    bytes += chunk.length;
    tail.push(chunk);
    const share = bytes / Math.max(bytes, log.bytes ?? 0);
    const expected = columns.count + (columns.count - eventsBefore) * (1 / share - 1);
    columns.expected = Math.ceil(Math.min(expected, mostEvents) * 1.05);
    if (!(await onChunk(bytes, reader.linesRead()))) break;
  }
  const { lines, diagnostics, hosts, messages } = await reader.finish();
  columns.logEndings[columns.logs.lastIndexOf(log.path)] = tail.ending(reader.linesRead());
  return {
    path: log.path,
    kind: log.isKnown || lines.parsed > 0 ? 'kernel-log' : 'unrecognised',
    bytes,
    lines: { ...lines, notOurs: lines.notOurs - log.otherLines },
    hosts,
    folderHost: null,
    namespace: null,
    diagnostics: [...log.notes, ...diagnostics],
    records: null,
    sections: [],
    messages,
    text: log.shown ?? text,
  };
}

interface LogReading {
  push(chunk: Uint8Array, offset: number): void | Promise<void>;
  linesRead(): number;
  finish(): ReadLog | Promise<ReadLog>;
}

function logReader(
  { bytes }: QueuedLog,
  columns: TraceColumns,
  origin: LogOrigin,
  index: LineIndex,
  elsewhere: Elsewhere | null,
): LogReading {
  if (elsewhere !== null && (bytes ?? Infinity) >= elsewhere.worthwhileBytes) {
    const reader = new ParallelLogReader(columns, origin, elsewhere, index);
    return {
      push: (chunk) => reader.push(chunk),
      linesRead: () => reader.linesRead,
      finish: () => reader.finish(),
    };
  }
  const reader = new KernelLogReader(columns, origin);
  return {
    push(chunk, offset) {
      index.add(chunk, offset, reader.linesRead);
      reader.push(chunk);
    },
    linesRead: () => reader.linesRead,
    finish: () => reader.finish(),
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
    lines: { ...lines, notOurs: lines.notOurs - log.otherLines },
    hosts: lines.parsed > 0 ? [host ?? fallbackHost] : [],
    folderHost: null,
    namespace: null,
    diagnostics: text.cut === null ? diagnostics : [text.cut, ...diagnostics],
    records: null,
    sections: [],
    messages: [],
    text: log.shown ?? text.lines,
  };
}

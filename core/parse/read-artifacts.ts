import type { Artifact, ArtifactKind, LineCounts } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnostic } from '../model/diagnostic.ts';
import type { MartianLine } from '../model/network.ts';
import type { Records } from '../model/records.ts';
import type { TraceEvents } from '../model/trace.ts';
import { headOf, looksBinary, sampleOf, wholeText } from './artifact-text.ts';
import { beginningOf } from './beginning-of.ts';
import type { EventFormat } from './event-format.ts';
import { recogniseEvents } from './event-formats.ts';
import { recognise } from './formats.ts';
import { LineIndex } from './kernel-log/line-index.ts';
import { KernelLogReader, type ReadLog } from './kernel-log/log-reader.ts';
import { type Elsewhere, ParallelLogReader } from './kernel-log/parallel-reader.ts';
import { isKernelLog, namesHost } from './kernel-log/recognise.ts';
import { TraceColumns } from './kernel-log/trace-columns.ts';

/** What one file of the bundle said. */
export interface ReadFile {
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly bytes: number;
  readonly lines: LineCounts;
  /** The hosts that the file itself names: a log's host names, a shell prompt, `kernel.hostname`. */
  readonly hosts: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Null for logs and other tracers' output, whose events are in `ReadBundle.events`, and for files that say nothing. */
  readonly records: Records | null;
  /** The sources that a kernel log tells to have been refused; empty for other files. */
  readonly martians: readonly MartianLine[];
  /** Finds lines of the file again: all lines of a small file, places to start from for a log. */
  readonly text: readonly string[] | LineIndex;
}

export interface ReadBundle {
  readonly files: readonly ReadFile[];
  readonly events: TraceEvents;
  /** Logs were read to `logBytes` only. */
  readonly cut: boolean;
}

/** Called every few hundred kilobytes; may wait (so that others get their turn) and says whether to go on. */
export type OnRead = (state: {
  readonly file: string;
  readonly bytesRead: number;
  readonly linesRead: number;
  readonly traceEvents: number;
  readonly packets: number;
}) => Promise<boolean>;

/**
 * Reads every file once: what it is, from its content, and what it says. Large kernel logs are read `elsewhere` where
 * there are other threads; what comes of it is the same. Of each log, `logBytes` are read at most, to the end of a line.
 */
export async function readArtifacts(
  artifacts: readonly Artifact[],
  onRead: OnRead,
  elsewhere: Elsewhere | null = null,
  logBytes = Infinity,
): Promise<ReadBundle> {
  const columns = new TraceColumns();
  const files: ReadFile[] = [];
  const logs: LogFile[] = [];
  let bytesRead = 0;
  let linesRead = 0;
  let goesOn = true;
  const tick = async (file: string, lines = 0): Promise<boolean> => {
    goesOn &&= await onRead({
      file,
      bytesRead,
      linesRead: linesRead + lines,
      traceEvents: columns.count,
      packets: columns.identities,
    });
    return goesOn;
  };

  for (const artifact of artifacts) {
    const head = await headOf(artifact);
    if (head.length === 0) {
      files.push(silent(artifact, 'empty', 0, diagnostic('file-empty', 'The file is empty', artifact.path)));
      continue;
    }
    if (looksBinary(head)) {
      bytesRead += artifact.bytes ?? 0;
      files.push(silent(artifact, 'binary', artifact.bytes ?? head.length, null));
      continue;
    }
    const sample = sampleOf(artifact.path, head);
    const known = isKernelLog(sample);
    const eventFormat = known ? null : recogniseEvents(sample);
    const format = known || eventFormat !== null ? null : recognise(sample);
    if (format === null) {
      logs.push({ artifact, known, namesHost: eventFormat === null && namesHost(sample), eventFormat });
      continue;
    }
    const text = await wholeText(artifact);
    bytesRead += text.bytes;
    linesRead += text.lines.length;
    const parsed = format.parse(text.lines, artifact.path);
    files.push({
      path: artifact.path,
      kind: format.kind,
      bytes: text.bytes,
      lines: parsed.lines,
      hosts: parsed.host === null ? [] : [parsed.host],
      diagnostics: text.cut === null ? parsed.diagnostics : [text.cut, ...parsed.diagnostics],
      records: parsed.records,
      martians: [],
      text: text.lines,
    });
    if (!(await tick(artifact.path))) break;
  }

  let cut = false;
  for (const { artifact: whole, known, namesHost: named, eventFormat } of inReadingOrder(logs)) {
    if (!goesOn) break;
    const artifact = beginningOf(whole, logBytes);
    cut ||= artifact !== whole;
    if (eventFormat !== null) {
      const text = await wholeText(artifact);
      const host = onlyHost(columns);
      const { lines, diagnostics } = eventFormat.parse(text.lines, artifact.path, columns, host);
      bytesRead += text.bytes;
      linesRead += text.lines.length;
      files.push({
        path: artifact.path,
        kind: eventFormat.kind,
        bytes: text.bytes,
        lines,
        hosts: lines.parsed > 0 ? [host] : [],
        diagnostics: text.cut === null ? diagnostics : [text.cut, ...diagnostics],
        records: null,
        martians: [],
        text: text.lines,
      });
      await tick(artifact.path);
      continue;
    }
    const index = new LineIndex();
    const reader = logReader(columns, artifact, named ? '' : onlyHost(columns), index, elsewhere);
    const eventsBefore = columns.count;
    let bytes = 0;
    for await (const chunk of artifact.passingChunks?.(0) ?? artifact.chunks(0)) {
      await reader.push(chunk, bytes);
      bytes += chunk.length;
      bytesRead += chunk.length;
      const share = bytes / Math.max(bytes, artifact.bytes ?? 0);
      columns.expected = Math.ceil((columns.count + (columns.count - eventsBefore) * (1 / share - 1)) * 1.05);
      if (!(await tick(artifact.path, reader.linesRead()))) break;
    }
    const { lines, diagnostics, hosts, martians } = await reader.finish();
    linesRead += lines.parsed + lines.notOurs + lines.notModelled + lines.malformed;
    files.push({
      path: artifact.path,
      kind: known || lines.parsed > 0 ? 'kernel-log' : 'unrecognised',
      bytes,
      lines,
      hosts,
      diagnostics,
      records: null,
      martians,
      text: index,
    });
  }
  const order = new Map(artifacts.map(({ path }, position) => [path, position]));
  files.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
  return { files, events: columns.finish(), cut };
}

interface LogReading {
  push(chunk: Uint8Array, offset: number): void | Promise<void>;
  linesRead(): number;
  finish(): ReadLog | Promise<ReadLog>;
}

function logReader(
  columns: TraceColumns,
  { path, bytes }: Artifact,
  fallbackHost: string,
  index: LineIndex,
  elsewhere: Elsewhere | null,
): LogReading {
  if (elsewhere !== null && (bytes ?? Infinity) >= elsewhere.worthwhileBytes) {
    const reader = new ParallelLogReader(columns, path, fallbackHost, elsewhere, index);
    return {
      push: (chunk) => reader.push(chunk),
      linesRead: () => reader.linesRead,
      finish: () => reader.finish(),
    };
  }
  const reader = new KernelLogReader(columns, path, fallbackHost);
  return {
    push(chunk, offset) {
      index.add(chunk, offset, reader.linesRead);
      reader.push(chunk);
    },
    linesRead: () => reader.linesRead,
    finish: () => reader.finish(),
  };
}

function silent(artifact: Artifact, kind: ArtifactKind, bytes: number, note: Diagnostic | null): ReadFile {
  return {
    path: artifact.path,
    kind,
    bytes,
    lines: { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 },
    hosts: [],
    diagnostics: note === null ? [] : [note],
    records: null,
    martians: [],
    text: [],
  };
}

interface LogFile {
  readonly artifact: Artifact;
  /** How its events are read; null for what is read as a kernel log. */
  readonly eventFormat: EventFormat | null;
  /** Recognised as a kernel log; otherwise it is looked through for TRACE lines. */
  readonly known: boolean;
  readonly namesHost: boolean;
}

/**
 * The older parts of a rotated log come first (`kern.log.2`, `kern.log.1`, `kern.log`; with logrotate's dateext
 * `messages-20261114`, `messages-20261121`, `messages`), and logs that name their host before those that don't (dmesg), which are then known to be of the only host there is.
 */
function inReadingOrder(logs: readonly LogFile[]): readonly LogFile[] {
  const age = (path: string): number => {
    const day = /-(20\d{6})(?:-\d+)?(?:\.[a-z0-9]+)?$/.exec(path)?.[1];
    if (day !== undefined) return 1e8 - Number(day);
    return Number(/\.(\d{1,4})(?:\.[a-z0-9]+)?$/.exec(path)?.[1] ?? 0);
  };
  return [...logs].sort(
    (a, b) => Number(b.namesHost) - Number(a.namesHost) || age(b.artifact.path) - age(a.artifact.path),
  );
}

function onlyHost(columns: TraceColumns): string {
  const [first = '', ...others] = columns.hosts();
  return others.length === 0 ? first : '';
}

import type { Artifact, ArtifactKind, LineCounts } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnostic } from '../model/diagnostic.ts';
import type { MartianLine } from '../model/network.ts';
import type { Records } from '../model/records.ts';
import type { TraceEvents } from '../model/trace.ts';
import { headOf, looksBinary, sampleOf, wholeText } from './artifact-text.ts';
import type { Format, Sample } from './format.ts';
import { recognise } from './formats.ts';
import { folderHosts } from './folder-hosts.ts';
import { hostnameOf, isHostname } from './hostname-file.ts';
import type { LineIndex } from './kernel-log/line-index.ts';
import { isKernelLog, namesHost } from './kernel-log/recognise.ts';
import { TraceColumns } from './kernel-log/trace-columns.ts';
import { inReadingOrder } from './log-order.ts';
import { namespaceOfPath } from './namespace.ts';
import { type QueuedLog, readLog, wholeLog } from './read-log.ts';
import { type ReadSection, readSections } from './read-sections.ts';
import { sectionHeading } from './section-heading.ts';

/** What one file of the bundle said. */
export interface ReadFile {
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly bytes: number;
  readonly lines: LineCounts;
  /** The hosts that the file itself names: a log's host names, a shell prompt, `kernel.hostname`. */
  readonly hosts: readonly string[];
  /** The host whose folder it lies in, by that folder's `etc/hostname` or a sos report's name; null for none. */
  readonly folderHost: string | null;
  /** The network namespace that its path names; null for the host's own. */
  readonly namespace: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Null for logs, whose events are in `ReadBundle.events`, and for files that say nothing. */
  readonly records: Records | null;
  /** The outputs of several commands in one file, each with records of its own; empty for other files. */
  readonly sections: readonly ReadSection[];
  /** The sources that a kernel log tells to have been refused; empty for other files. */
  readonly martians: readonly MartianLine[];
  /** Finds lines of the file again: all lines of a small file, places to start from for a log. */
  readonly text: readonly string[] | LineIndex;
}

export interface ReadBundle {
  readonly files: readonly ReadFile[];
  readonly events: TraceEvents;
}

/** Called every few hundred kilobytes; may wait (so that others get their turn) and says whether to go on. */
export type OnRead = (state: {
  readonly file: string;
  readonly bytesRead: number;
  readonly linesRead: number;
  readonly traceEvents: number;
  readonly packets: number;
}) => Promise<boolean>;

/** Reads every file once: what it is, from its content, and what it says. */
export async function readArtifacts(artifacts: readonly Artifact[], onRead: OnRead): Promise<ReadBundle> {
  const columns = new TraceColumns();
  const files: ReadFile[] = [];
  const logs: QueuedLog[] = [];
  let bytesRead = 0;
  let linesRead = 0;
  const tick = (file: string, bytes = 0, lines = 0): Promise<boolean> =>
    onRead({
      file,
      bytesRead: bytesRead + bytes,
      linesRead: linesRead + lines,
      traceEvents: columns.count,
      packets: columns.identities,
    });

  let goesOn = true;
  for (const artifact of artifacts) {
    if (!goesOn) break;
    const read = await readSmall(artifact);
    logs.push(...read.logs);
    if (read.file === null) continue;
    files.push(read.file);
    bytesRead += read.file.bytes;
    linesRead += total(read.file.lines);
    goesOn = await tick(artifact.path);
  }

  const named = folderHosts(files);
  for (const log of inReadingOrder(logs)) {
    if (!goesOn) break;
    const fallback = log.host ?? named(log.path) ?? (log.namesHost ? '' : onlyHost(columns));
    const read = await readLog(log, columns, fallback, async (bytes, lines) => {
      goesOn = await tick(log.path, bytes, lines);
      return goesOn;
    });
    const rest = log.isPart ? files.findIndex(({ path }) => path === log.path) : -1;
    if (rest < 0) files.push(read);
    else files[rest] = withLog(files[rest] as ReadFile, read);
    bytesRead += rest < 0 ? read.bytes : 0;
    linesRead += total(read.lines);
  }
  const order = new Map(artifacts.map(({ path }, position) => [path, position]));
  files.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
  return {
    files: files.map((file) => ({ ...file, folderHost: named(file.path) })),
    events: columns.finish(),
  };
}

/** What can be read at once, and the logs that wait until all else is known. */
interface SmallRead {
  readonly file: ReadFile | null;
  readonly logs: readonly QueuedLog[];
}

async function readSmall(artifact: Artifact): Promise<SmallRead> {
  const { path } = artifact;
  const head = await headOf(artifact);
  if (head.length === 0)
    return only({
      ...silent(artifact, 'empty', 0),
      diagnostics: [diagnostic('file-empty', 'The file is empty', path)],
    });
  if (looksBinary(head)) return only(silent(artifact, 'binary', artifact.bytes ?? head.length));
  const sample = sampleOf(path, head);
  const hostname = isHostname(path) ? hostnameOf(sample.lines) : null;
  if (hostname !== null) {
    const lines = {
      parsed: 1,
      notOurs: sample.lines.length - 1 - Number(sample.lines.at(-1) === ''),
      notModelled: 0,
      malformed: 0,
    };
    return only({
      ...silent(artifact, 'hostname', head.length),
      hosts: [hostname],
      lines,
      text: sample.lines,
    });
  }
  const isLog = isKernelLog(sample);
  const format = isLog ? null : recognise(sample);
  if (format !== null || mayHoldSections(sample, artifact)) return readText(artifact, format, sample, isLog);
  return { file: null, logs: [wholeLog(artifact, isLog, namesHost(sample))] };
}

/** A file that is read as text: one format, or sections of several; or a log after all. */
async function readText(
  artifact: Artifact,
  format: Format | null,
  sample: Sample,
  isLog: boolean,
): Promise<SmallRead> {
  const { path } = artifact;
  const asLog = { file: null, logs: [wholeLog(artifact, isLog, namesHost(sample))] };
  const text = await wholeText(artifact, format === null ? (artifact.bytes ?? undefined) : undefined);
  // What is larger than it says is read in chunks, which can be stopped.
  if (format === null && text.cut !== null) return asLog;
  const file = { ...silent(artifact, 'transcript', text.bytes), text: text.lines };
  const cut = text.cut === null ? [] : [text.cut];
  const several = readSections(text.lines, path);
  if (several !== null) {
    const { sections, lines, diagnostics, logs } = several;
    return {
      file: { ...file, sections, lines, diagnostics: [...cut, ...diagnostics] },
      logs: logs.map((log) => ({
        ...partialLog(path, log.lines),
        otherLines: log.otherLines,
        host: log.host || null,
      })),
    };
  }
  if (format === null) return asLog;
  const { records, lines, diagnostics, host } = format.parse(text.lines, path);
  const hosts = host === null ? [] : [host];
  return only({ ...file, kind: format.kind, lines, hosts, records, diagnostics: [...cut, ...diagnostics] });
}

/** Files up to this size are looked through for headings; in larger ones the first must be near the beginning. */
const searchedBytes = 1 << 20;
const largestTranscriptBytes = 64 << 20;

function mayHoldSections(sample: Sample, { bytes }: Artifact): boolean {
  const size = bytes ?? Infinity;
  return (
    size <= searchedBytes ||
    (size <= largestTranscriptBytes && sample.lines.some((line) => sectionHeading(line)))
  );
}

function partialLog(path: string, lines: readonly string[]): Omit<QueuedLog, 'otherLines' | 'host'> {
  const traced = sampleOf(
    path,
    new TextEncoder().encode(
      lines
        .filter((line) => line !== '')
        .slice(0, 400)
        .join('\n'),
    ),
  );
  return {
    path,
    isKnown: true,
    isPart: true,
    namesHost: namesHost(traced),
    async *chunks() {
      yield new TextEncoder().encode(`${lines.join('\n')}\n`);
    },
  };
}

function withLog(file: ReadFile, log: ReadFile): ReadFile {
  const sum = (fate: keyof LineCounts): number => file.lines[fate] + log.lines[fate];
  return {
    ...file,
    lines: {
      parsed: sum('parsed'),
      notOurs: sum('notOurs'),
      notModelled: sum('notModelled'),
      malformed: sum('malformed'),
    },
    hosts: [...new Set([...file.hosts, ...log.hosts])],
    diagnostics: [...file.diagnostics, ...log.diagnostics],
    martians: [...file.martians, ...log.martians],
  };
}

function only(file: ReadFile): SmallRead {
  return { file, logs: [] };
}

function silent({ path }: Artifact, kind: ArtifactKind, bytes: number): ReadFile {
  return {
    path,
    kind,
    bytes,
    lines: { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 },
    hosts: [],
    folderHost: null,
    namespace: namespaceOfPath(path),
    diagnostics: [],
    records: null,
    sections: [],
    martians: [],
    text: [],
  };
}

function total({ parsed, notOurs, notModelled, malformed }: LineCounts): number {
  return parsed + notOurs + notModelled + malformed;
}

function onlyHost(columns: TraceColumns): string {
  const [first = '', ...others] = columns.hosts();
  return others.length === 0 ? first : '';
}

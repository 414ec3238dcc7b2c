import type { Artifact, LineCounts } from '../../model/artifact.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { EventBudget, type Room } from './memory-limit.ts';
import { firstLines } from './first-lines.ts';
import { asLogsNameIt, folderHosts, hostsOfNamelessLogs } from '../bundle/folder-hosts.ts';
import type { Elsewhere } from '../tracers/kernel-log/parallel-reader.ts';
import { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';
import { inReadingOrder, orderNotes } from './log-order.ts';
import type { ReadFile } from './read-file.ts';
import { type QueuedLog, readLog } from './read-log.ts';
import { readSmall } from './read-file-content.ts';
import { tracerHost } from '../bundle/tracer-host.ts';

export interface ReadBundle {
  readonly files: readonly ReadFile[];
  readonly events: TraceEvents;
  /** Of a log, only the first lines were read. */
  readonly isCut: boolean;
  /** Of the files together. */
  readonly diagnostics: readonly Diagnostic[];
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
 * there are other threads; what comes of it is the same. Of each log, the lines of the first `logBytes` are read; with
 * the room full, the reading ends.
 */
export async function readArtifacts(
  artifacts: readonly Artifact[],
  onRead: OnRead,
  elsewhere: Elsewhere | null = null,
  logBytes = Infinity,
  room: Room = { events: Infinity, bytes: Infinity },
): Promise<ReadBundle> {
  const columns = new TraceColumns();
  const budget = new EventBudget(columns, room);
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
    const read = await readSmall(artifact, (bytes, lines) => tick(artifact.path, bytes, lines));
    logs.push(...read.logs);
    if (read.file === null) continue;
    files.push(read.file);
    bytesRead += read.file.bytes;
    linesRead += total(read.file.lines);
    goesOn = await tick(artifact.path);
  }

  const nameless = hostsOfNamelessLogs(
    files,
    logs
      .filter(({ isKnown, eventFormat, namesHost }) => (isKnown || eventFormat !== null) && !namesHost)
      .map(({ path }) => path),
  );
  const tracers = logs.filter(({ eventFormat }) => eventFormat !== null).map(({ path }) => path);
  /** The hosts of the kernel logs, which are read before all other tracers' output. */
  let logHosts: readonly string[] | null = null;
  const fallbackHost = (log: QueuedLog): string => {
    if (log.eventFormat !== null) logHosts ??= columns.hosts();
    const own = log.host ?? nameless(log.path);
    if (own !== null) return asLogsNameIt(own, columns.hosts());
    if (log.eventFormat !== null) return tracerHost(log.path, logHosts ?? [], tracers, files);
    return log.namesHost ? '' : onlyHost(columns);
  };
  const keepsLogLines = files.some(describesBridge);
  let isCut = false;
  for (const whole of inReadingOrder(logs)) {
    if (!goesOn) break;
    if (budget.isSpent) {
      budget.noteUnread(whole);
      continue;
    }
    const log = firstLines(whole, logBytes);
    isCut ||= log !== whole;
    const read = await readLog(
      budget.watched(log),
      columns,
      { fallbackHost: fallbackHost(log), keepsLogLines },
      async (bytes, lines) => {
        goesOn = await tick(log.path, bytes, lines);
        return goesOn;
      },
      elsewhere,
      room.events,
    );
    budget.noteRead(log, total(read.lines), read.bytes);
    const rest = log.isPart ? files.findIndex(({ path }) => path === log.path) : -1;
    if (rest < 0) files.push(read);
    else files[rest] = withLog(files[rest] as ReadFile, read);
    bytesRead += rest < 0 ? read.bytes : 0;
    linesRead += total(read.lines);
  }
  const order = new Map(artifacts.map(({ path }, position) => [path, position]));
  files.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
  const named = folderHosts(files);
  const traced = new Set(
    files.filter(({ kind, hosts }) => kind === 'kernel-log' && hosts.length > 0).map(({ path }) => path),
  );
  return {
    files: files.map((file) => ({ ...file, folderHost: named(file.path) })),
    events: columns.finish(),
    isCut: isCut || budget.diagnostics.length > 0,
    diagnostics: [...budget.diagnostics, ...orderNotes(logs.filter(({ path }) => traced.has(path)))],
  };
}

/** Whether it shows tables of bridges, whose rules may log: what they log is in no trace of iptables. */
function describesBridge({ records, sections }: ReadFile): boolean {
  return [records, ...sections.map((section) => section.records)].some(
    (each) =>
      each?.kind === 'rulesets' &&
      each.items.some(({ tables }) => tables.some(({ family }) => family === 'bridge')),
  );
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
    messages: [...file.messages, ...log.messages],
  };
}

function total({ parsed, notOurs, notModelled, malformed }: LineCounts): number {
  return parsed + notOurs + notModelled + malformed;
}

function onlyHost(columns: TraceColumns): string {
  const [first = '', ...others] = columns.hosts();
  return others.length === 0 ? first : '';
}

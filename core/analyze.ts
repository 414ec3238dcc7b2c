import { explainBundle } from './explain/explain-bundle.ts';
import { buildCallGraph } from './graph/call-graph.ts';
import { countEdges } from './graph/count-edges.ts';
import { buildFlowPaths } from './graph/flow-paths.ts';
import { stitchHosts } from './join/hosts/stitch-hosts.ts';
import { joinBundle } from './join/join-bundle.ts';
import type { AnalysedBundle } from './model/analysis.ts';
import type { Progress } from './model/progress.ts';
import type { Artifact, ByteSource } from './model/artifact.ts';
import { runSliced } from './model/run-sliced.ts';
import { mostTraceEvents } from './open/limits.ts';
import { openBundle } from './open/open.ts';
import type { DecodeElsewhere } from './open/unpacking.ts';
import type { Elsewhere } from './parse/tracers/kernel-log/parallel-reader.ts';
import { type OnRead, readArtifacts } from './parse/reading/read-artifacts.ts';
import { reportFiles } from './parse/reading/report-files.ts';
import { textReader } from './parse/reading/text-reader.ts';

export interface AnalyzeOptions {
  /** Called often; whoever shows it decides how often to draw. */
  readonly onProgress?: (progress: Progress) => void;
  /** Awaited between chunks, so that the caller's other events get their turn. */
  readonly pause?: () => Promise<void>;
  /** Checked between chunks. When it is set, what was read until then is analysed and marked as partial. */
  readonly signal?: { readonly aborted: boolean };
  /** Other threads, which read the parts of large kernel logs. */
  readonly elsewhere?: Elsewhere;
  /** Only the beginning of each log is read, about this many bytes; the rest of the bundle whole. Marked as partial. */
  readonly logBytes?: number;
  /** At most this many trace events are read; what was read until then is analysed and marked as partial. */
  readonly mostEvents?: number;
  /** The same for memory: about this many bytes. */
  readonly mostBytes?: number;
  /** Another thread, which unpacks large files. */
  readonly unpackElsewhere?: DecodeElsewhere;
}

/** A bundle's files in, everything that Netopsy finds in them out. Bad input is never an exception. */
export async function analyze(
  sources: readonly ByteSource[],
  options: AnalyzeOptions = {},
): Promise<AnalysedBundle> {
  const { elsewhere = null, unpackElsewhere = null, logBytes } = options;
  const { reading, within, isStopped } = progressOf(sources, options);

  const opened = await openBundle(sources, {
    elsewhere: unpackElsewhere,
    goesOn: async () => {
      await options.pause?.();
      return !isStopped();
    },
  });
  const { artifacts } = opened;
  const read = await readArtifacts(artifacts, reading(artifacts), elsewhere, logBytes, {
    events: Math.min(options.mostEvents ?? Infinity, mostTraceEvents),
    bytes: options.mostBytes ?? Infinity,
  });
  opened.endReading();
  const { files } = read;
  const partial = isStopped() || read.isCut;

  const joined = await runSliced(joinBundle(files, read.events, !partial), within('joining'));
  const { hosts, events, journeys, rules, policies } = joined;
  const { rulesets, hostRecords, keptLines } = hosts;

  const explained = await runSliced(explainBundle(joined, opened.isDamaged), within('explaining'));
  const { kinds, ...findings } = explained;
  const { outcomes } = findings;

  const flowPaths = buildFlowPaths(events, journeys, outcomes, kinds, buildCallGraph(rulesets));
  return {
    artifacts: reportFiles(files, { rejected: joined.rejected, hostOf: hosts.hostOf, events }),
    hosts: hosts.summaries(events, journeys, joined.links),
    diagnostics: [...opened.diagnostics(), ...read.diagnostics, ...joined.diagnostics],
    events,
    journeys,
    ...findings,
    sightings: stitchHosts(events, journeys, outcomes),
    flowPaths,
    edges: countEdges({ flowPaths }, null),
    rules,
    policies,
    kernelMessages: hosts.messages,
    partial,
    rulesets,
    hostRecords,
    keptLines,
    texts: textReader(files, artifacts),
  };
}

/** What tells the caller how far the work has come, and gives its other events their turn. */
function progressOf(
  sources: readonly ByteSource[],
  { onProgress = () => {}, pause = async () => {}, signal = { aborted: false } }: AnalyzeOptions,
) {
  const isStopped = (): boolean => signal.aborted;
  const sourceBytes = sources.reduce((sum, { size }) => sum + size, 0);
  let last: Progress = {
    stage: 'opening',
    file: '',
    done: 0,
    bytesRead: 0,
    bytesTotal: sourceBytes,
    linesRead: 0,
    traceEvents: 0,
    packets: 0,
  };
  onProgress(last);

  const reading = (artifacts: readonly Artifact[]): OnRead => {
    const bytesKnown = artifacts.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    last = { ...last, stage: 'reading', bytesTotal: bytesKnown };
    return async (state) => {
      const most = Math.max(bytesKnown, state.bytesRead);
      last = { ...state, stage: 'reading', done: most === 0 ? 0 : state.bytesRead / most, bytesTotal: most };
      onProgress(last);
      await pause();
      return !isStopped();
    };
  };
  const within = (stage: Progress['stage']) => async (done: number) => {
    onProgress({ ...last, stage, done });
    await pause();
  };
  return { isStopped, reading, within };
}

import { compareCounters } from './explain/counters/counter-witness.ts';
import { resetPolicies } from './explain/counters/policy-reset.ts';
import { explainJourneys } from './explain/explain.ts';
import { groupDeadEnds } from './explain/dead-ends.ts';
import { listMissing } from './explain/missing.ts';
import { nearMissesOf } from './explain/near-misses/near-misses-of-packet.ts';
import { routingOf } from './explain/routing/routing-step.ts';
import { captureLines, findCaptureMatches } from './explain/captures/capture-matches.ts';
import { witnessesOfTheLog } from './explain/captures/captures-of-the-log.ts';
import { buildCallGraph } from './graph/call-graph.ts';
import { countEdges } from './graph/count-edges.ts';
import { buildFlowPaths } from './graph/flow-paths.ts';
import { counterDeltas } from './join/counters/counter-deltas.ts';
import { countRules } from './join/counters/count-rules.ts';
import { whyLogIsEmpty } from './join/hosts/empty-log.ts';
import { inferHooks } from './join/rules/infer-hooks.ts';
import { identifyBridgeLines } from './join/rules/identify-bridge-lines.ts';
import { disambiguateEqualRules } from './join/rules/disambiguate-equal-rules.ts';
import { describeHosts } from './join/hosts/hosts.ts';
import { weaveTracers } from './join/journeys/weave-tracers.ts';
import { splitNamespaces } from './join/hosts/split-namespaces.ts';
import { findClues } from './explain/clues/clues.ts';
import { joinJourneys } from './join/join.ts';
import { withoutRepeats } from './join/journeys/repeated-logs.ts';
import { alignLogFields } from './join/rules/align-log-fields.ts';
import { reportCounters } from './join/counters/report-counters.ts';
import { stitchHosts } from './join/hosts/stitch-hosts.ts';
import { attributeLogLines } from './join/rules/attribute-log-lines.ts';
import { reportJoin } from './join/report-join.ts';
import { ActiveChains } from './kernel/chains/active-chains.ts';
import type { MatchFacts } from './kernel/match/match-facts.ts';
import { inSets } from './kernel/match/set-membership.ts';
import type { Analysis, Outcomes, Progress } from './model/analysis.ts';
import { dispositions } from './model/journey.ts';
import type { ArtifactReport, ByteSource } from './model/artifact.ts';
import { headerLinks } from './model/header-links.ts';
import { runSliced } from './model/run-sliced.ts';
import type { TraceEvents } from './model/trace.ts';
import { mostTraceEvents } from './open/limits.ts';
import { openBundle } from './open/open.ts';
import type { DecodeElsewhere } from './open/unpacking.ts';
import type { Elsewhere } from './parse/tracers/kernel-log/parallel-reader.ts';
import { eventTexts } from './parse/reading/event-texts.ts';
import { readArtifacts } from './parse/reading/read-artifacts.ts';
import type { ReadFile } from './parse/reading/read-file.ts';
import { reportReading } from './parse/reading/report-reading.ts';
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
  /** Only the beginning of each log is read, about so many bytes; the rest of the bundle whole. Marked as partial. */
  readonly logBytes?: number;
  /** So many trace events are read, and what was read until then is analysed and marked as partial. */
  readonly mostEvents?: number;
  /** The same for memory: about so many bytes of it. */
  readonly mostBytes?: number;
  /** Another thread, which unpacks large files. */
  readonly unpackElsewhere?: DecodeElsewhere;
}

/** A bundle's files in, everything that Netopsy finds in them out. Bad input is never an exception. */
export async function analyze(
  sources: readonly ByteSource[],
  options: AnalyzeOptions = {},
): Promise<Analysis> {
  const { onProgress = () => {}, pause = async () => {}, signal = { aborted: false } } = options;
  const sourceBytes = sources.reduce((sum, { size }) => sum + size, 0);
  const nothingYet = { file: '', done: 0, bytesRead: 0, linesRead: 0, traceEvents: 0, packets: 0 };
  onProgress({ ...nothingYet, stage: 'opening', bytesTotal: sourceBytes });

  const opened = await openBundle(sources, {
    elsewhere: options.unpackElsewhere ?? null,
    goesOn: async () => {
      await pause();
      return !signal.aborted;
    },
  });
  const bytesTotal = opened.artifacts.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  let last: Progress = { ...nothingYet, stage: 'reading', bytesTotal };
  const {
    files,
    events: readEvents,
    isCut,
    diagnostics: readNotes,
  } = await readArtifacts(
    opened.artifacts,
    async (state) => {
      const most = Math.max(bytesTotal, state.bytesRead);
      last = { ...state, stage: 'reading', done: most === 0 ? 0 : state.bytesRead / most, bytesTotal: most };
      onProgress(last);
      await pause();
      return !signal.aborted;
    },
    options.elsewhere ?? null,
    options.logBytes,
    {
      events: Math.min(options.mostEvents ?? Infinity, mostTraceEvents),
      bytes: options.mostBytes ?? Infinity,
    },
  );
  opened.endReading();
  const partial = signal.aborted || isCut;

  const within = (stage: Progress['stage']) => async (done: number) => {
    onProgress({ ...last, stage, done });
    await pause();
  };
  await within('joining')(0);
  const { events: told, diagnostics: repeats } = withoutRepeats(readEvents);
  const hosts = describeHosts(files, told);
  const apart = splitNamespaces(told, hosts.namespaces, hosts.recordsOf);
  const { events: settled, rejected } = attributeLogLines(apart, hosts.rulesets);
  const shown = identifyBridgeLines(disambiguateEqualRules(alignLogFields(settled), hosts.rulesets));
  const live = new ActiveChains(shown.places, hosts.listedTables, inferHooks(shown, hosts.rulesets));
  const events = weaveTracers(shown, live);
  await pause();
  const journeys = await runSliced(
    joinJourneys(events, hosts.rulesets, live, hosts.textAt),
    within('joining'),
  );
  const { rules, policies } = countRules(
    events,
    journeys,
    hosts.rulesets,
    counterDeltas(hosts.rulesets, hosts.textAt),
  );
  const links = headerLinks(events);
  const witnessOf = witnessesOfTheLog(events, journeys, hosts.witnessOf);
  const sightingOf = findCaptureMatches(events, journeys, witnessOf);

  await within('explaining')(0);
  const factsOf = (host: string): MatchFacts => ({
    network: hosts.networkOf(host),
    inSet: inSets(hosts.ipsetsOf(host)),
  });
  const explaining = explainJourneys(events, journeys, {
    networkOf: hosts.networkOf,
    recordsOf: hosts.everyRecordOf,
    witnessOf,
    live,
    everyPacketLogged: compareCounters(rules, policies),
    policyReset: resetPolicies(rules, policies),
    natRewrites: hosts.natRewrites,
    factsOf,
    rulesets: hosts.rulesets,
    textAt: hosts.textAt,
    sightingOf,
    links,
    isDamaged: opened.isDamaged,
  });
  const { outcomes, kinds } = await runSliced(explaining, within('explaining'));
  const flowPaths = buildFlowPaths(events, journeys, outcomes, kinds, buildCallGraph(hosts.rulesets));

  const described = [
    ...new Set([...hosts.rulesets.map(({ host }) => host), ...events.places.map(({ host }) => host)]),
  ];
  const texts = textReader(files, opened.artifacts);
  return {
    artifacts: files.map((file) =>
      forThisTracer(reportReading(withoutRejected(file, rejected), hosts.hostOf(file.path)), events),
    ),
    hosts: hosts.summaries(events, journeys, links),
    diagnostics: [
      ...opened.diagnostics(),
      ...readNotes,
      ...hosts.diagnostics,
      ...repeats,
      ...reportJoin(events, journeys, hosts),
      // A part of the log can't hold all that was counted.
      ...(partial ? [] : reportCounters(events, journeys, hosts.rulesets, { rules, policies })),
      ...(events.count === 0 ? whyLogIsEmpty(files) : []),
    ],
    events,
    journeys,
    outcomes,
    sightings: stitchHosts(events, journeys, (packet) => isLeaving(outcomes, packet)),
    flowPaths,
    edges: countEdges({ flowPaths }, null),
    deadEnds: groupDeadEnds(events, journeys, outcomes),
    rules,
    policies,
    missing: listMissing(journeys, outcomes, kinds, hosts.filesOf),
    clues: findClues({ events, journeys, outcomes, hosts: described, ...hosts }),
    kernelMessages: hosts.messages,
    partial,
    rulesets: hosts.rulesets,
    networkOf: hosts.recordsOf,
    ipsetsOf: hosts.ipsetsOf,
    textAt: hosts.textAt,
    conntrackOf: (host) => hosts.witnessOf(host).conntrack,
    texts,
    capturesOf: (packet) => captureLines(sightingOf(packet), hosts.textAt),
    ...eventTexts(events, texts),
    nearMissesOf: (packet) => nearMissesOf({ events, journeys, outcomes }, packet, hosts.rulesets, factsOf),
    routingOf: (packet) => routingOf(events, journeys, packet, hosts.networkOf, hosts.textAt),
  };
}

/** Where packets were traced by nft or xtables-monitor, nobody expects lines of TRACE in the kernel log. */
function forThisTracer(report: ArtifactReport, { places }: TraceEvents): ArtifactReport {
  if (!places.some(({ tracer }) => tracer === 'nft' || tracer === 'xtables')) return report;
  return { ...report, diagnostics: report.diagnostics.filter(({ code }) => code !== 'log-without-trace') };
}

function isLeaving({ disposition }: Outcomes, packet: number): boolean {
  const name = dispositions[disposition[packet] as number];
  return name === 'forwarded' || name === 'sent';
}

/** The file with the lines that turned out to be none of ours. */
function withoutRejected(file: ReadFile, rejected: ReadonlyMap<string, number>): ReadFile {
  const count = rejected.get(file.path) ?? 0;
  if (count === 0) return file;
  const { lines } = file;
  const parsed = lines.parsed - count;
  return {
    ...file,
    lines: { ...lines, parsed, notOurs: lines.notOurs + count },
    hosts: parsed === 0 ? [] : file.hosts,
  };
}

/** The only door of core: what the window, the command line and the tests may use. */
export { analyze, type AnalyzeOptions } from './analyze.ts';
export { compareAllPackets, compareCaptures, compareConfigurations } from './diff.ts';
export { changedConfigurations, type ConfigurationPair } from './diff/configurations.ts';
export { deadEndOf, type Fixer, fixer } from './fix.ts';
export { type NamedRule, removeRule } from './remedy/remove-rule.ts';
export { type HostFile, hostFiles } from './questions/host-files.ts';
export { walkedTimeline } from './questions/walked-timeline.ts';
export { ruleAbout } from './remedy/rule-about.ts';
export { type CapturePair, changedCapture } from './changed-capture.ts';
export {
  commandOf,
  isRefusedChange,
  readEditedFile,
  simulateAfter,
  type Trial,
  tryChanges,
  tryOut,
  typedLines,
  whatTrialShows,
} from './what-if.ts';
export {
  buffersOf,
  readLogPart,
  type LogPart,
  type LogPartJob,
} from './parse/tracers/kernel-log/log-part.ts';
export {
  serveUnpacking,
  unpackPool,
  type UnpackAnswer,
  type UnpackAsk,
  type UnpackThread,
} from './open/decoders/unpack-thread.ts';
export { partPool, type PartAnswer, type PartThread } from './parse/tracers/kernel-log/part-pool.ts';
export type { Elsewhere } from './parse/tracers/kernel-log/parallel-reader.ts';
export type * from './model/analysis.ts';
export type * from './model/progress.ts';
export type * from './model/journey-row.ts';
export type * from './model/packet-story.ts';
export type * from './model/artifact.ts';
export type * from './model/diagnostic.ts';
export type * from './model/edit-fault.ts';
export type * from './model/query-fault.ts';
export { changeKinds } from './model/diff.ts';
export { editTools } from './model/edit.ts';
export type * from './model/edit.ts';
export type * from './model/fix.ts';
export type * from './model/what-if.ts';
export type * from './model/diff.ts';
export type * from './model/evidence.ts';
export type * from './model/family.ts';
export type * from './model/graph.ts';
export { shareDifference, type ShareDifference } from './model/share-difference.ts';
export { causeKinds } from './explain/causes/index.ts';
export { dispositions, isDead, isOpen } from './model/disposition.ts';
export { grouped } from './model/grouped.ts';
export { socketText } from './model/socket-text.ts';
export { type Collection, collectScript, isCollectScript } from './report/collector/collect-script.ts';
export type * from './model/expectation.ts';
export type * from './model/flow-selector.ts';
export { checkExpectation } from './questions/expectation.ts';
export { readExpectation } from './questions/read-expectation.ts';
export { readFlow } from './questions/flow-selector.ts';
export { isAllClear } from './questions/open-ends.ts';
export { containerOf } from './open/container.ts';
export { sourceInMemory } from './open/source-in-memory.ts';
export { eventsOf, nextEvent, portsAt } from './model/journey-events.ts';
export { deltaNumber } from './model/delta-column.ts';
export type { RoutingStep } from './model/journey.ts';
export { english } from './words/en/index.ts';
export { languages, wordsOf } from './words/languages.ts';
export type { Words } from './words/words.ts';
export type { Cause, CauseKind, Disposition, MissingInput, NearMiss, Verdict } from './model/journey.ts';
export type * from './model/kernel-message.ts';
export type { TriageLine } from './model/triage-line.ts';
export type { NatType } from './model/statement.ts';
export { isLoss, messagesInOrder } from './questions/kernel-messages.ts';
export { redactDocument } from './report/redact/redact-document.ts';
export { redactionOf, type Redaction, type RedactionOptions } from './report/redact/redaction.ts';
export { diffHtml, reportHtml, whatIfHtml } from './report-html.ts';
export type { OwnWords, ReportChunk, ReportOptions } from './report/html/report-page.ts';
export { printedMinute } from './report/html/printed-minute.ts';
export { Sha256 } from './report/sha256.ts';
export { graphFile } from './report/html/graph-file.ts';
export { stylesheetHash } from './report/html/stylesheet-hash.ts';
export { eventTimes } from './questions/event-lines.ts';
export { journeyRows } from './questions/journey-rows.ts';
export { packetStory } from './questions/packet-story.ts';
export { parseAddress } from './kernel/address.ts';
export { readAddress } from './kernel/address-words.ts';
export { describedHosts } from './model/described-hosts.ts';
export { recordsOf } from './model/host-records.ts';
export { bandsOf } from './graph/bands.ts';
export { deadPackets } from './graph/dead-packets.ts';
export { buildCallGraph, type CallGraph } from './graph/call-graph.ts';
export { type ChainFamily, familyIdOf, familyName } from './graph/chain-families.ts';
export { foldChains, type FoldedPaths } from './graph/fold-chains.ts';
export type { Room } from './graph/layout.ts';
export { pathsOf } from './graph/paths-of.ts';
export { pairHosts } from './diff/pair-hosts.ts';
export { partingStep } from './diff/parting-step.ts';
export { rulesetDiff } from './diff/ruleset-rows.ts';
export { countEdges } from './graph/count-edges.ts';
export { draw } from './graph/drawing.ts';
export { centre, grow } from './graph/geometry.ts';
export { nodeEdges, type NodeEdges } from './graph/node-edges.ts';
export { unionGraph } from './graph/union-graph.ts';
export { allDiagnostics, analysisDocument } from './report/analysis-document.ts';
export type { TextLine } from './report/text-line.ts';
export { analysisLines, analysisText } from './report/analysis-text.ts';
export { diffDocument } from './report/diff-document.ts';
export { diffText } from './report/diff-text.ts';
export { packetsPcapng } from './report/pcapng/packets-pcapng.ts';
export { packetDocuments } from './report/packet-document.ts';
export { openSentence, reachDocument } from './report/reach-document.ts';
export { reachText } from './report/reach-text.ts';
export { routeDocument } from './report/route-document.ts';
export { routeQuery } from './report/route-query.ts';
export { routeText } from './report/route-text.ts';
export { type SimulationDocument, simulationDocument } from './report/simulation-document.ts';
export { simulationText } from './report/simulation-text.ts';
export { commandLine, fixDocument } from './report/fix-document.ts';
export { fixText } from './report/fix-text.ts';
export { type WhatIfDocument, whatIfDocument } from './report/what-if-document.ts';
export { whatIfText } from './report/what-if-text.ts';
export {
  type CellType,
  type ExportRow,
  exportRows,
  type ExportTable,
  exportTables,
} from './report/export-tables.ts';
export { failedTriage, triageLine } from './report/triage-line.ts';
export { isolated, visible, visibleJson } from './report/visible.ts';
export { wrapped } from './report/wrapped.ts';
export { packetQuery, type PacketWords } from './simulate/packet-query.ts';
export { everyNeverRule } from './simulate/reach/never.ts';
export type {
  ChangedLine,
  HeaderBox,
  NeverRule,
  NeverSearch,
  Reach,
  ReachComparison,
  ReachDeath,
  ReachLine,
  ReachListener,
  ReachProgress,
  ReachThrough,
} from './model/reach.ts';
export { simulatedPaths, type WeighedWay } from './graph/simulated-paths.ts';
export { packetOfBox } from './simulate/reach/packet-of-box.ts';
export type { Bundle as SimulatedBundle } from './simulate/simulate-host.ts';
export type { TableFamily } from './model/table-family.ts';
export type { Table } from './model/ruleset.ts';
export { reachOnHost } from './simulate/reach/reach.ts';
export { refusePlace } from './simulate/reach/known-place.ts';
export { reachQuery, type ReachQuery } from './simulate/reach/reach-query.ts';
export { packetWords } from './simulate/packet-words.ts';
export { hostSimulator, simulateOnHost } from './simulate/simulate-host.ts';

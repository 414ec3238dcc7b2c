/** The only door of core: what the window, the command line and the tests may use. */
export { analyze, type AnalyzeOptions } from './analyze.ts';
export type * from './model/analysis.ts';
export type * from './model/artifact.ts';
export type * from './model/diagnostic.ts';
export type * from './model/evidence.ts';
export type * from './model/family.ts';
export type * from './model/graph.ts';
export { causeKinds, dispositions } from './model/journey.ts';
export type { Cause, CauseKind, Disposition, MissingInput, NearMiss, Verdict } from './model/journey.ts';
export { journeyRows, packetStory } from './report/story.ts';
export { countEdges } from './graph/count-edges.ts';
export { allDiagnostics, analysisDocument } from './report/analysis-document.ts';
export { analysisText } from './report/analysis-text.ts';
export { packetDocuments } from './report/packet-document.ts';

import type { CapturePair } from './changed-capture.ts';
import { compareEdges } from './diff/compare-edges.ts';
import { fixer } from './fix.ts';
import { pairHosts } from './diff/pair-hosts.ts';
import { besideWay, partingStep } from './diff/parting-step.ts';
import { rulesetDiff } from './diff/ruleset-rows.ts';
import { hostGraphPairs, hostGraphs } from './graph/host-graph.ts';
import type { AnalysedBundle } from './model/analysis.ts';
import type { CaptureDiff } from './model/diff.ts';
import type { ReachComparison } from './model/reach.ts';
import { analysisPage } from './report/html/analysis-page.ts';
import type { WhatIf } from './model/what-if.ts';
import { diffPage } from './report/html/diff-page.ts';
import type { ReportChunk, ReportOptions } from './report/html/report-page.ts';
import { whatIfPage } from './report/html/what-if-page.ts';

/** On a page, more places than this are a texture. */
const mostPlaces = 400;

/**
 * The HTML report of one analysis, in pieces to be written one after the other. Whoever no longer wants it stops asking
 * for the next piece.
 */
export function reportHtml(
  analysis: AnalysedBundle,
  options: ReportOptions,
  fixes: 'with-fixes' | 'without-fixes' = 'without-fixes',
): AsyncGenerator<ReportChunk> {
  const fixing = fixes === 'with-fixes' ? fixer(analysis) : null;
  const fixesOf = fixing === null ? null : (deadEnd: number) => fixing.fixDeadEnd(deadEnd, null);
  return analysisPage(analysis, hostGraphs(analysis, mostPlaces), options, fixesOf);
}

/** The HTML report of a comparison, in pieces like the other. `reach`: packets that nobody captured; null where nobody looked. */
export function diffHtml(
  before: AnalysedBundle,
  after: AnalysedBundle,
  diff: CaptureDiff,
  reach: ReachComparison | null,
  options: ReportOptions,
): AsyncGenerator<ReportChunk> {
  const { pairs } = pairHosts(before, after);
  const sameHost = new Map(pairs.map((pair) => [pair.before, pair.name]));
  const report = {
    before,
    after,
    diff,
    reach,
    rulesets: rulesetDiff(before, after),
    hosts: pairs.map(({ name }) => name),
    graphsOf: hostGraphPairs(before, after, sameHost, mostPlaces),
    partingOf: (flow: CaptureDiff['flows'][number]) => partingStep(before, after, flow),
  };
  return diffPage(report, options);
}

/** The HTML report of changes that were tried on a capture, in pieces like the others; `pair` is what they came to. */
export function whatIfHtml(
  analysis: AnalysedBundle,
  tried: WhatIf,
  { before, after }: CapturePair,
  options: ReportOptions,
): AsyncGenerator<ReportChunk> {
  const besideOf = ({ example, way }: WhatIf['flows'][number]) =>
    way === null ? null : besideWay(analysis, example, way);
  const hosts = before.hosts.map(({ name }) => name);
  const graphs = {
    hosts,
    graphsOf: hostGraphPairs(before, after, new Map(), mostPlaces),
    edges: compareEdges(before.edges, after.edges, same, same),
  };
  return whatIfPage({ analysis, tried, besideOf, graphs }, options);
}

function same(host: string): string {
  return host;
}

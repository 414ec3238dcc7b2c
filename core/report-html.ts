import { hostGraphs } from './graph/host-graph.ts';
import type { Analysis } from './model/analysis.ts';
import { analysisPage } from './report/html/analysis-page.ts';
import type { ReportChunk, ReportOptions } from './report/html/report-page.ts';

/** On a page, more places than this are a texture. */
const mostPlaces = 400;

/**
 * The HTML report of one analysis, in pieces to be written one behind the other. Whoever no longer wants it stops asking
 * for the next piece.
 */
export function reportHtml(analysis: Analysis, options: ReportOptions): AsyncGenerator<ReportChunk> {
  return analysisPage(analysis, hostGraphs(analysis, mostPlaces), options);
}

import type { AnalysedBundle } from '../../model/analysis.ts';
import type { PlacedGraph } from '../../model/graph.ts';
import { allDiagnostics } from '../analysis-document.ts';
import { neverSection } from './all-packets-section.ts';
import { answerSection } from './answer-section.ts';
import { asksSection } from './asks-section.ts';
import { cluesSection } from './clues-section.ts';
import { deadEndsSection, type FixesOf } from './dead-ends-section.ts';
import { filesSection } from './files-section.ts';
import { flowsSection } from './flows-section.ts';
import { graphSection } from './graph-section.ts';
import { kernelMessagesSection } from './kernel-messages-section.ts';
import { masthead } from './masthead.ts';
import { ownSection } from './own-section.ts';
import { notesSection } from './notes-section.ts';
import {
  type ReportChunk,
  type ReportOptions,
  reportPage,
  type ReportSection,
  sectionWhere,
} from './report-page.ts';
import { routingSection } from './routing-section.ts';
import { rulesSection } from './rules-section.ts';

/**
 * The report of one capture: the answer first, then what it rests on. It shows flows and examples, not every packet,
 * and says of each table what it leaves out. `graphOf` draws the graph of a host, `fixesOf` finds
 * what would let a dead end pass; null where nobody asked for that.
 */
export async function* analysisPage(
  analysis: AnalysedBundle,
  graphOf: (host: string) => PlacedGraph,
  options: ReportOptions,
  fixesOf: FixesOf | null,
): AsyncGenerator<ReportChunk> {
  const { sections } = options.words.report;
  const { own, never } = options;
  const parts: ReportSection[] = [
    ...(own === undefined ? [] : sectionWhere(true, 'own', sections.own, () => ownSection(own))),
    { id: 'answer', title: sections.answer, pieces: () => answerSection(analysis, options.words) },
    ...sectionWhere(analysis.deadEnds.length > 0, 'dead-ends', sections.deadEnds, () =>
      deadEndsSection(analysis, options.words, fixesOf),
    ),
    ...sectionWhere(analysis.clues.length > 0, 'clues', sections.clues, () =>
      cluesSection(analysis, options.words),
    ),
    ...sectionWhere(analysis.kernelMessages.length > 0, 'kernel', sections.kernelMessages, () =>
      kernelMessagesSection(analysis, options.words),
    ),
    ...sectionWhere(analysis.missing.length > 0, 'asks', sections.asks, () =>
      asksSection(analysis, options.words),
    ),
    ...sectionWhere(analysis.journeys.count > 0, 'graph', sections.graph, () =>
      graphSection(analysis, graphOf, options.words),
    ),
    ...sectionWhere(analysis.journeys.count > 0, 'flows', sections.flows, () =>
      flowsSection(analysis, options.words),
    ),
    ...sectionWhere(analysis.journeys.count > 0, 'routing', sections.routing, () =>
      routingSection(analysis, options.words),
    ),
    ...sectionWhere(analysis.rules.length + analysis.policies.length > 0, 'rules', sections.rules, () =>
      rulesSection(analysis, options.words),
    ),
    ...(never === undefined
      ? []
      : sectionWhere(
          never.rules.length + never.left.length > 0,
          'never',
          options.words.reach.neverHeading,
          () => [neverSection(never, options.words)],
        )),
    ...sectionWhere(allDiagnostics(analysis).length > 0, 'notes', sections.notes, () =>
      notesSection(analysis, options.words),
    ),
    { id: 'files', title: sections.files, pieces: () => filesSection(analysis, options.words) },
  ];
  yield* reportPage(options.words.report.kindOfReport, await masthead(analysis, options), parts, options);
}

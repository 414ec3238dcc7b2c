import { eventTimes } from '../../questions/event-lines.ts';
import type { AnalysedBundle } from '../../model/analysis.ts';
import type { CaptureDiff, FlowChange, PartingSteps, RulesetRow } from '../../model/diff.ts';
import type { ReachComparison } from '../../model/reach.ts';
import type { GraphPair } from '../../model/graph.ts';
import { allPacketsSection } from './all-packets-section.ts';
import { changedFlowsSection } from './changed-flows-section.ts';
import { changesSection } from './changes-section.ts';
import { diffAnswerSection } from './diff-answer-section.ts';
import { filesSection } from './files-section.ts';
import { graphPairSection } from './graph-pair-section.ts';
import { markup, type Markup } from './markup.ts';
import { bare } from './masthead.ts';
import { otherFlowsSection } from './other-flows-section.ts';
import {
  type ReportChunk,
  type ReportOptions,
  reportPage,
  type ReportSection,
  sectionWhere,
} from './report-page.ts';
import { rulesetDiffSection } from './ruleset-diff-section.ts';

/** All that the report of a comparison shows. */
export interface DiffReport {
  readonly before: AnalysedBundle;
  readonly after: AnalysedBundle;
  readonly diff: CaptureDiff;
  /** Null where nobody has looked. */
  readonly reach: ReachComparison | null;
  readonly rulesets: readonly RulesetRow[];
  /** Hosts as the graphs name them. */
  readonly hosts: readonly string[];
  readonly graphsOf: (host: string) => GraphPair;
  readonly partingOf: (flow: FlowChange) => PartingSteps | null;
}

/** The report of two captures: the flows that ended otherwise first, with what changed them. */
export async function* diffPage(report: DiffReport, options: ReportOptions): AsyncGenerator<ReportChunk> {
  const { before, after, diff, reach, rulesets } = report;
  const { changes, flows, notes } = diff;
  const { words } = options;
  const titles = words.comparison.sections;
  const sections: ReportSection[] = [
    { id: 'answer', title: titles.answer, pieces: () => diffAnswerSection(diff, words) },
    ...sectionWhere(flows.some(isChanged), 'flows', titles.flows, () =>
      changedFlowsSection(diff, report.partingOf, words),
    ),
    ...sectionWhere(
      reach !== null && changes.length > 0,
      'all-packets',
      words.whatIf.sections.allPackets,
      () => (reach === null ? [] : [allPacketsSection(reach, words)]),
    ),
    ...sectionWhere(changes.length > 0, 'changes', titles.changes, () => changesSection(diff, words)),
    ...sectionWhere(report.hosts.length > 0, 'graph', titles.graph, () =>
      graphPairSection(report.hosts, report.graphsOf, diff.edges, words),
    ),
    ...sectionWhere(
      rulesets.some(({ state }) => state !== 'same'),
      'rules',
      titles.rules,
      () => rulesetDiffSection(rulesets, words),
    ),
    ...sectionWhere(
      flows.some((flow) => !isChanged(flow)),
      'other-flows',
      titles.otherFlows,
      () =>
        otherFlowsSection(
          flows.filter((flow) => !isChanged(flow)),
          words,
        ),
    ),
    ...sectionWhere(notes.length > 0, 'notes', titles.notes, () => [
      markup`<ul>${notes.map((note) => markup`<li class="unsure">! ${words.comparison.note(note)}</li>`)}</ul>\n`,
    ]),
    { id: 'files-before', title: titles.filesBefore, pieces: () => filesSection(before, words) },
    { id: 'files-after', title: titles.filesAfter, pieces: () => filesSection(after, words) },
  ];
  yield* reportPage(words.comparison.kindOfReport, await masthead(before, after, options), sections, options);
}

/** Whether a flow is shown at length: it ended otherwise, or went another way. */
export function isChanged({ changed, diverted }: FlowChange): boolean {
  return changed || diverted;
}

async function masthead(
  before: AnalysedBundle,
  after: AnalysedBundle,
  { created, version, words }: ReportOptions,
): Promise<Markup> {
  const side = async (name: string, { hosts, journeys, artifacts, events, texts }: AnalysedBundle) => {
    const [first] = events.count === 0 ? [] : await eventTimes({ events, texts }, [0]);
    const since = first === undefined ? '' : bare(first.time ?? first.stamp);
    return markup`<div><dt>${name}</dt><dd>${words.report.hostList(hosts.map(({ name: host }) => host))}${words.terms.comma}${words.terms.packets(journeys.count)}${words.terms.comma}${words.terms.files(artifacts.length)}${
      since === '' ? null : `${words.terms.comma}${since}`
    }</dd></div>
`;
  };
  return markup`<dl class="facts">
${await side(words.comparison.columns.before, before)}${await side(words.comparison.columns.after, after)}<div><dt>${words.report.report}</dt><dd>${created}, Netopsy ${version}</dd></div>
</dl>`;
}

import type { Analysis } from '../../model/analysis.ts';
import type { CaptureDiff, FlowChange, PartingSteps, RulesetRow } from '../../model/diff.ts';
import type { GraphPair } from '../../model/graph.ts';
import { changedFlowsSection } from './changed-flows-section.ts';
import { changesSection } from './changes-section.ts';
import { diffAnswerSection } from './diff-answer-section.ts';
import { filesSection } from './files-section.ts';
import { graphPairSection } from './graph-pair-section.ts';
import { markup, type Markup } from './markup.ts';
import { bare, hostList } from './masthead.ts';
import { otherFlowsSection } from './other-flows-section.ts';
import { counted } from './phrases.ts';
import { type ReportChunk, type ReportOptions, reportPage, type ReportSection } from './report-page.ts';
import { rulesetDiffSection } from './ruleset-diff-section.ts';

/** All that the report of a comparison shows. */
export interface DiffReport {
  readonly before: Analysis;
  readonly after: Analysis;
  readonly diff: CaptureDiff;
  readonly rulesets: readonly RulesetRow[];
  /** Hosts as the graphs name them. */
  readonly hosts: readonly string[];
  readonly graphsOf: (host: string) => GraphPair;
  readonly partingOf: (flow: FlowChange) => PartingSteps | null;
}

/** The report of two captures: the flows that ended otherwise first, with what changed them. */
export async function* diffPage(report: DiffReport, options: ReportOptions): AsyncGenerator<ReportChunk> {
  const { before, after, diff, rulesets } = report;
  const { changes, flows, notes } = diff;
  const sections: ReportSection[] = [
    { id: 'answer', title: 'What changed', pieces: () => diffAnswerSection(diff) },
    ...when(flows.some(isChanged), 'flows', 'Flows that ended otherwise', () =>
      changedFlowsSection(diff, report.partingOf, options.words),
    ),
    ...when(changes.length > 0, 'changes', 'Changes of the configuration', () => changesSection(diff)),
    ...when(report.hosts.length > 0, 'graph', 'Ways through the host, before and after', () =>
      graphPairSection(report.hosts, report.graphsOf, diff.edges),
    ),
    ...when(
      rulesets.some(({ state }) => state !== 'same'),
      'rules',
      'The rulesets, with their hits',
      () => rulesetDiffSection(rulesets),
    ),
    ...when(
      flows.some((flow) => !isChanged(flow)),
      'other-flows',
      'All other flows',
      () => otherFlowsSection(flows.filter((flow) => !isChanged(flow))),
    ),
    ...when(notes.length > 0, 'notes', 'Notes', () => [
      markup`<ul>${notes.map((note) => markup`<li class="unsure">! ${note}</li>`)}</ul>\n`,
    ]),
    { id: 'files-before', title: 'What was examined, before', pieces: () => filesSection(before) },
    { id: 'files-after', title: 'What was examined, after', pieces: () => filesSection(after) },
  ];
  yield* reportPage('comparison', await masthead(before, after, options), sections, options);
}

/** Whether a flow is shown at length: it ended otherwise, or went another way. */
export function isChanged({ changed, diverted }: FlowChange): boolean {
  return changed || diverted;
}

async function masthead(
  before: Analysis,
  after: Analysis,
  { created, version }: ReportOptions,
): Promise<Markup> {
  const side = async (name: string, { hosts, journeys, artifacts, stampsOf, events }: Analysis) => {
    const [first] = events.count === 0 ? [] : await stampsOf([0]);
    const since = first === undefined ? '' : bare(first.time ?? first.stamp);
    return markup`<div><dt>${name}</dt><dd>${hostList(hosts)}, ${counted(journeys.count, 'packet')}, ${counted(artifacts.length, 'file')}${
      since === '' ? null : `, from ${since}`
    }</dd></div>
`;
  };
  return markup`<dl class="facts">
${await side('Before', before)}${await side('After', after)}<div><dt>Report</dt><dd>${created}, Netopsy ${version}</dd></div>
</dl>`;
}

function when(
  there: boolean,
  id: string,
  title: string,
  pieces: ReportSection['pieces'],
): readonly ReportSection[] {
  return there ? [{ id, title, pieces }] : [];
}

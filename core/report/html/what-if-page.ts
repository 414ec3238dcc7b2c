import type { AnalysedBundle } from '../../model/analysis.ts';
import type { EdgeChange, PartingSteps } from '../../model/diff.ts';
import { isDead } from '../../model/disposition.ts';
import type { GraphPair } from '../../model/graph.ts';
import type { WhatIf, WhatIfFlow } from '../../model/what-if.ts';
import type { Words } from '../../words/words.ts';
import { allPacketsSection } from './all-packets-section.ts';
import { alignedJourneys } from './changed-flows-section.ts';
import { filesSection } from './files-section.ts';
import { flowName } from './flow-phrases.ts';
import { graphPairSection } from './graph-pair-section.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { masthead } from './masthead.ts';
import { leftOut } from './phrases.ts';
import { type ReportChunk, type ReportOptions, reportPage, type ReportSection } from './report-page.ts';
import { withCode } from './rule-text.ts';

/** All that the report of tried changes shows. */
export interface WhatIfReport {
  readonly analysis: AnalysedBundle;
  readonly tried: WhatIf;
  /** A flow's journey as captured beside the one through the changed configuration. */
  readonly besideOf: (flow: WhatIfFlow) => PartingSteps | null;
  /** The ways as captured and through the changed configuration, host by host. */
  readonly graphs: {
    readonly hosts: readonly string[];
    readonly graphsOf: (host: string) => GraphPair;
    readonly edges: readonly EdgeChange[];
  };
}

const mostFlows = 40;
const mostUnproven = 400;

/** The report of changes that were tried on a capture: laid out as that of two captures is. */
export async function* whatIfPage(
  { analysis, tried, besideOf, graphs }: WhatIfReport,
  options: ReportOptions,
): AsyncGenerator<ReportChunk> {
  const { words } = options;
  const { sections: titles, kindOfReport } = words.whatIf;
  const { flows, notReplayable } = tried;
  const sure = flows.filter(({ open }) => open === null);
  const unsure = flows.filter(({ open }) => open !== null);
  const sections: readonly ReportSection[] = [
    { id: 'answer', title: titles.answer, pieces: () => answer(tried, words) },
    { id: 'changes', title: titles.changes, pieces: () => [madeChanges(tried, words)] },
    ...when(sure, 'flows', titles.flows, () => flowArticles(sure, 'flow', besideOf, words)),
    ...when(unsure, 'may-change', titles.open, () => flowArticles(unsure, 'open', besideOf, words)),
    ...when(graphs.hosts, 'graph', words.comparison.sections.graph, () =>
      graphPairSection(graphs.hosts, graphs.graphsOf, graphs.edges, words, {
        before: words.whatIf.dialog.captured,
        after: words.whatIf.dialog.changed,
      }),
    ),
    { id: 'all-packets', title: titles.allPackets, pieces: () => [allPacketsSection(tried.reach, words)] },
    ...when(notReplayable, 'not-used', titles.notReplayable, () => [unproven(tried, words)]),
    { id: 'files', title: titles.files, pieces: () => filesSection(analysis, words) },
  ];
  yield* reportPage(kindOfReport, await masthead(analysis, options), sections, options);
}

function* answer(tried: WhatIf, words: Words): Generator<Markup> {
  const { whatIf, comparison } = words;
  const { flows } = tried;
  yield markup`<p class="headline">${whatIf.found(tried)}</p>
`;
  if (flows.length === 0) return;
  const { captured, changed, certain, mayChange } = whatIf.dialog;
  const links = new Map<WhatIfFlow, string>();
  for (const kind of ['flow', 'open'] as const)
    for (const [i, flow] of flows.filter(({ open }) => (open === null) === (kind === 'flow')).entries())
      links.set(flow, `${kind}-${i + 1}`);
  yield markup`<table class="changed-flows">
<caption class="hidden">${whatIf.sections.flows}</caption>
<thead><tr><th scope="col">${comparison.columns.flow}</th><th scope="col">${captured}</th><th scope="col">${changed}</th><th scope="col">${comparison.columns.proof}</th></tr></thead>
<tbody>
${flows.slice(0, mostFlows).map(
  (each) =>
    markup`<tr><td><a href="#${links.get(each) ?? 'flows'}">${flowName(words, each.flow)}</a></td><td>${ending(words, each.captured.disposition)}</td><td>${ending(words, each.changed.disposition)}</td><td>${
      each.open === null ? certain : markup`<span class="unsure">? ${mayChange}</span>`
    }</td></tr>
`,
)}</tbody></table>
${leftOut(flows.length - mostFlows, comparison.leftOut.changedFlows)}`;
}

function ending({ terms }: Words, disposition: WhatIfFlow['captured']['disposition']): Content {
  const word = terms.disposition(disposition);
  return isDead(disposition) ? markup`<span class="dead nowrap">✕ ${word}</span>` : word;
}

function madeChanges({ changes }: WhatIf, { whatIf }: Words): Markup {
  return markup`<ol>${changes.map(
    ({ host, command, edit }) => markup`<li><p class="rule mono">${clipped(command, 600)}</p>
<p>${withCode(whatIf.does(edit), 600)}${host === '' ? null : markup` <span class="mono quiet">${host}</span>`}</p></li>
`,
  )}</ol>
`;
}

function* flowArticles(
  flows: readonly WhatIfFlow[],
  id: 'flow' | 'open',
  besideOf: WhatIfReport['besideOf'],
  words: Words,
): Generator<Markup> {
  const { whatIf, causes, terms, comparison } = words;
  for (const [i, each] of flows.slice(0, mostFlows).entries()) {
    const { disposition, cause } = each.captured;
    const was = cause === null ? terms.disposition(disposition) : causes.summary(cause);
    yield markup`<article id="${id}-${i + 1}">
<h3><span class="rank">${i + 1}</span> ${flowName(words, each.flow)} <span class="quiet">(${whatIf.packets(each.packets)})</span></h3>
<table class="outcomes"><tbody>
<tr><th scope="row">${whatIf.dialog.captured}</th><td>${withCode(was, 600)}</td></tr>
<tr><th scope="row">${whatIf.dialog.changed}</th><td>${withCode(whatIf.ending(each.changed), 600)}</td></tr>
${each.open === null ? null : markup`<tr><th scope="row"><span class="unsure">?</span></th><td>${withCode(whatIf.open(each.open), 900)}</td></tr>\n`}</tbody></table>
${alignedJourneys(words, besideOf(each), {
  caption: whatIf.bothJourneys(each.example + 1),
  before: whatIf.dialog.captured,
  after: whatIf.dialog.changed,
})}
</article>
`;
  }
  yield markup`${leftOut(flows.length - mostFlows, comparison.leftOut.changedFlows)}`;
}

function unproven({ notReplayable }: WhatIf, words: Words): Markup {
  const { whatIf, comparison } = words;
  return markup`<ul>${notReplayable
    .slice(0, mostUnproven)
    .map(
      (each) =>
        markup`<li>${flowName(words, each.flow)} <span class="quiet">(${whatIf.packets(each.packets)})</span>${words.terms.colon}${withCode(whatIf.notReplayable(each), 600)}</li>\n`,
    )}</ul>
${leftOut(notReplayable.length - mostUnproven, comparison.leftOut.changedFlows)}`;
}

function when(
  there: readonly unknown[],
  id: string,
  title: string,
  pieces: ReportSection['pieces'],
): readonly ReportSection[] {
  return there.length > 0 ? [{ id, title, pieces }] : [];
}

import type { CaptureDiff, Change, ComparedStep, FlowChange, PartingSteps } from '../../model/diff.ts';
import type { Words } from '../../words/words.ts';
import { changeLine, changeName, flowName, outcomeText, proofWord } from './flow-phrases.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { leftOut, place } from './phrases.ts';
import { ruleText } from './rule-text.ts';

const mostFlows = 40;
const mostSteps = 120;

/** Each flow that ended otherwise: both ends, the change that is blamed and how that is known, both journeys. */
export function* changedFlowsSection(
  { flows, changes }: CaptureDiff,
  partingOf: (flow: FlowChange) => PartingSteps | null,
  words: Words,
): Generator<Markup> {
  const { columns, leftOut: left } = words.comparison;
  const byId = new Map(changes.map((change) => [change.id, change]));
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  for (const [i, flow] of changed.slice(0, mostFlows).entries())
    yield markup`<article id="flow-${i + 1}">
<h3><span class="rank">${i + 1}</span> ${flowName(words, flow.flow)}</h3>
<table class="outcomes"><tbody>
<tr><th scope="row">${columns.before}</th><td>${outcomeText(words, flow.before)}</td></tr>
<tr><th scope="row">${columns.after}</th><td>${outcomeText(words, flow.after)}</td></tr>
${blame(words, flow, byId)}</tbody></table>
${alignedJourneys(words, partingOf(flow), null)}
</article>
`;
  yield markup`${leftOut(changed.length - mostFlows, left.changedFlows)}`;
}

function blame(
  words: Words,
  { attribution, unattributed }: FlowChange,
  byId: ReadonlyMap<number, Change>,
): Content {
  const { comparison } = words;
  const { columns } = comparison;
  if (attribution === null)
    return markup`<tr><th scope="row">${columns.cause}</th><td><span class="unsure">? ${comparison.noChangeBlamed}</span> ${unattributed === null ? null : comparison.unattributed(unattributed)}</td></tr>
`;
  const { changes, besides, proof } = attribution;
  const named = (ids: readonly number[]): readonly Change[] =>
    ids.flatMap((id) => {
      const change = byId.get(id);
      return change === undefined ? [] : [change];
    });
  return markup`<tr><th scope="row">${columns.cause}</th><td>${named(changes).map(
    (change) => markup`<div>${changeName(words, change, 500)}</div>
<div class="proof">${comparison.sideLabel('before')}${changeLine(words, change, 'before')}</div>
<div class="proof">${comparison.sideLabel('after')}${changeLine(words, change, 'after')}</div>`,
  )}</td></tr>
<tr><th scope="row">${columns.proof}</th><td>${proofWord(proof, words)}${words.terms.colon}${comparison.proofMeaning(proof)}<div>${words.terms.sentence(comparison.attribution(attribution))}</div>${
    besides.length === 0 ? null : markup`<div class="proof">${comparison.besides(besides)}</div>`
  }</td></tr>
`;
}

/** What the two sides are called, where they are not two captures. */
export interface SideNames {
  readonly caption: string;
  readonly before: string;
  readonly after: string;
}

/** Two journeys, step beside step, with the first difference marked. */
export function alignedJourneys(
  { comparison, report }: Words,
  steps: PartingSteps | null,
  names: SideNames | null,
): Content {
  if (steps === null) return null;
  const { before, after } = names ?? comparison.columns;
  const caption = names?.caption ?? comparison.bothJourneys(steps.before + 1, steps.after + 1);
  const { rows, parting } = steps;
  const shown = rows.slice(0, mostSteps);
  return markup`<table class="aligned"><caption>${caption}</caption>
<thead><tr><th scope="col"><span class="hidden">${comparison.firstDifference}</span></th><th scope="col">${before}</th><th scope="col">${after}</th></tr></thead>
<tbody>
${shown.map((row, i) => {
  const apart = parting !== null && i >= parting;
  return markup`<tr class="${i === parting ? 'parting apart' : apart ? 'apart' : null}"><td>${i === parting ? '≠' : null}</td><td>${stepText(report, row.before)}</td><td>${stepText(report, row.after)}</td></tr>
`;
})}</tbody></table>
${leftOut(rows.length - mostSteps, comparison.leftOut.steps)}`;
}

function stepText(report: Words['report'], step: ComparedStep | null): Content {
  if (step === null) return markup`<span class="quiet">–</span>`;
  const { table, chain, ruleText: rule, verdict, line } = step;
  const dead = verdict === 'drop' || verdict === 'reject';
  return markup`<span class="where mono">${clipped(`${table}/${chain}`, 80)}</span> ${report.metAlone(step)} ${dead ? markup`<b class="dead">✕ ${verdict}</b>` : verdict} ${place(line)}${
    rule === null ? null : markup`<div class="mono quiet">${ruleText(rule, 400)}</div>`
  }`;
}

import type { CaptureDiff, Change, ComparedStep, FlowChange, PartingSteps } from '../../model/diff.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { changeLine, changeName, flowName, outcomeText, proofOf, proofWord } from './flow-phrases.ts';
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
  const byId = new Map(changes.map((change) => [change.id, change]));
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  for (const [i, flow] of changed.slice(0, mostFlows).entries())
    yield markup`<article id="flow-${i + 1}">
<h3><span class="rank">${i + 1}</span> ${flowName(flow.flow)}</h3>
<table class="outcomes"><tbody>
<tr><th scope="row">Before</th><td>${outcomeText(flow.before, words)}</td></tr>
<tr><th scope="row">After</th><td>${outcomeText(flow.after, words)}</td></tr>
${blame(flow, byId)}</tbody></table>
${alignedJourneys(partingOf(flow))}
</article>
`;
  yield markup`${leftOut(changed.length - mostFlows, 'flows that ended otherwise')}`;
}

function blame({ attribution, unattributed }: FlowChange, byId: ReadonlyMap<number, Change>): Content {
  if (attribution === null)
    return markup`<tr><th scope="row">Because of</th><td><span class="unsure">? No change is blamed.</span> ${clipped(unattributed ?? '', 600)}</td></tr>
`;
  const { changes, besides, proof, summary } = attribution;
  const named = (ids: readonly number[]): readonly Change[] =>
    ids.flatMap((id) => {
      const change = byId.get(id);
      return change === undefined ? [] : [change];
    });
  return markup`<tr><th scope="row">Because of</th><td>${named(changes).map(
    (change) => markup`<div>${changeName(change)}</div>
<div class="proof">before: ${changeLine(change, 'before')}</div>
<div class="proof">after: ${changeLine(change, 'after')}</div>`,
  )}</td></tr>
<tr><th scope="row">How known</th><td>${proofWord(proof)}: ${proofOf[proof]}<div>${clipped(summary, 800)}</div>${
    besides.length === 0
      ? null
      : markup`<div class="proof">To end as before, these would have to be undone too: ${besides.map(String).join(', ')}</div>`
  }</td></tr>
`;
}

function alignedJourneys(steps: PartingSteps | null): Content {
  if (steps === null) return null;
  const { rows, parting } = steps;
  const shown = rows.slice(0, mostSteps);
  return markup`<table class="aligned"><caption>Both journeys, step beside step: packet ${grouped(steps.before + 1)} before, packet ${grouped(
    steps.after + 1,
  )} after</caption>
<thead><tr><th scope="col"><span class="hidden">Where they part</span></th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${shown.map((row, i) => {
  const apart = parting !== null && i >= parting;
  return markup`<tr class="${i === parting ? 'parting apart' : apart ? 'apart' : null}"><td>${i === parting ? '≠' : null}</td><td>${stepText(
    row.before,
  )}</td><td>${stepText(row.after)}</td></tr>
`;
})}</tbody></table>
${leftOut(rows.length - mostSteps, 'steps')}`;
}

function stepText(step: ComparedStep | null): Content {
  if (step === null) return markup`<span class="quiet">–</span>`;
  const { table, chain, ruleText: rule, verdict, line } = step;
  const dead = verdict === 'drop' || verdict === 'reject';
  return markup`<span class="where mono">${clipped(`${table}/${chain}`, 80)}</span> ${metWhat(
    step,
  )} ${dead ? markup`<b class="dead">✕ ${verdict}</b>` : verdict} ${place(line)}${
    rule === null ? null : markup`<div class="mono quiet">${ruleText(rule, 400)}</div>`
  }`;
}

function metWhat({ stepKind, number, ruleText: rule }: ComparedStep): string {
  if (rule !== null || stepKind === 'rule') return number === null ? 'rule' : `rule ${number}`;
  return stepKind === 'policy' ? 'policy' : 'end of chain';
}

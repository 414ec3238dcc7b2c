import type { CaptureDiff } from '../../model/diff.ts';
import type { Words } from '../../words/words.ts';
import { changeName, flowName, outcomeWord, proofWord } from './flow-phrases.ts';
import { type Content, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostShown = 40;

/** What the changes did to the traffic, on one screen. */
export function* diffAnswerSection(diff: CaptureDiff, words: Words): Generator<Markup> {
  const { comparison } = words;
  const { columns } = comparison;
  const { changes, flows } = diff;
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  const both = flows.filter(({ before, after }) => before !== null && after !== null).length;
  yield markup`<p class="headline">${comparison.headline(changed.length, both)}</p>
<p class="plain">${comparison.inPlainWords(diff)}</p>
`;
  if (changed.length === 0) return;
  const byId = new Map(changes.map((change) => [change.id, change]));
  yield markup`<table class="changed-flows">
<caption class="hidden">${comparison.sections.flows}</caption>
<thead><tr><th scope="col">${columns.flow}</th><th scope="col">${columns.before}</th><th scope="col">${columns.after}</th><th scope="col">${columns.cause}</th><th scope="col">${columns.proof}</th></tr></thead>
<tbody>
${changed.slice(0, mostShown).map(
  (
    { flow, before, after, attribution, diverted, changed: ended },
    i,
  ) => markup`<tr><td><a href="#flow-${i + 1}">${flowName(words, flow)}</a></td><td>${outcomeWord(words, before)}</td><td>${outcomeWord(words, after)}${
    diverted && !ended ? comparison.divertedOnly : null
  }</td><td>${
    attribution === null
      ? markup`<span class="unsure">? ${comparison.noChangeBlamed}</span>`
      : attribution.changes.map((id): Content => markup`<div>${changeName(words, byId.get(id), 200)}</div>`)
  }</td><td>${attribution === null ? null : proofWord(attribution.proof, words)}</td></tr>
`,
)}</tbody></table>
${leftOut(changed.length - mostShown, comparison.leftOut.changedFlows)}`;
}

import type { CaptureDiff, FlowChange } from '../../model/diff.ts';
import { grouped } from '../../model/grouped.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { flowCount, flowName, outcomeWord, proofWord } from './flow-phrases.ts';
import { counted, leftOut } from './phrases.ts';

const mostShown = 40;

/** What the changes did to the traffic, on one screen. */
export function* diffAnswerSection(diff: CaptureDiff): Generator<Markup> {
  const { changes, flows } = diff;
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  const both = flows.filter(({ before, after }) => before !== null && after !== null).length;
  yield markup`<p class="headline">${headline(changed, both)}</p>
<p class="plain">${inPlainWords(diff, changed, both).join(' ')}</p>
`;
  if (changed.length === 0) return;
  const byId = new Map(changes.map((change) => [change.id, change]));
  yield markup`<table class="changed-flows">
<caption class="hidden">Flows that ended otherwise</caption>
<thead><tr><th scope="col">Flow</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Because of</th><th scope="col">How known</th></tr></thead>
<tbody>
${changed.slice(0, mostShown).map(
  (
    { flow, before, after, attribution, diverted, changed: ended },
    i,
  ) => markup`<tr><td><a href="#flow-${i + 1}">${flowName(flow)}</a></td><td>${outcomeWord(before)}</td><td>${outcomeWord(after)}${
    diverted && !ended ? ', by another way' : null
  }</td><td>${
    attribution === null
      ? markup`<span class="unsure">? nothing is blamed</span>`
      : attribution.changes.map(
          (id): Content =>
            markup`<div>${(byId.get(id)?.kind ?? '').replaceAll('-', ' ')}: <span class="mono">${clipped(byId.get(id)?.detail ?? '', 200)}</span></div>`,
        )
  }</td><td>${attribution === null ? null : proofWord(attribution.proof)}</td></tr>
`,
)}</tbody></table>
${leftOut(changed.length - mostShown, 'flows that ended otherwise')}`;
}

function headline(changed: readonly FlowChange[], both: number): Content {
  if (both === 0) return 'The two captures have no flow in common.';
  if (changed.length === 0) return `None of the ${flowCount(both)} of both captures ended otherwise.`;
  return markup`<b>${grouped(changed.length)}</b> of the ${flowCount(both)} of both captures ended otherwise.`;
}

function inPlainWords(
  { changes, flows }: CaptureDiff,
  changed: readonly FlowChange[],
  both: number,
): readonly string[] {
  const died = (side: 'before' | 'after') => (flow: FlowChange) =>
    flow[side]?.disposition === 'dropped' || flow[side]?.disposition === 'rejected';
  const broken = changed.filter((flow) => died('after')(flow) && !died('before')(flow)).length;
  const healed = changed.filter((flow) => died('before')(flow) && !died('after')(flow)).length;
  const blamed = new Set(flows.flatMap(({ attribution }) => attribution?.changes ?? []));
  const alone = flows.length - both;
  const sentences = [
    changes.length === 0
      ? 'Nothing of the configuration changed between the captures, as far as the bundles show.'
      : `${counted(changes.length, 'change')} of the configuration ${changes.length === 1 ? 'was' : 'were'} found.`,
  ];
  if (broken > 0)
    sentences.push(`${flowCount(broken)} that got through before ${broken === 1 ? 'dies' : 'die'} now.`);
  if (healed > 0)
    sentences.push(`${flowCount(healed)} that died before ${healed === 1 ? 'gets' : 'get'} through now.`);
  if (changes.length > 0)
    sentences.push(
      blamed.size === 0
        ? 'None of the changes explains an end.'
        : changes.length === 1
          ? 'It explains that.'
          : blamed.size === changes.length
            ? 'Together they explain that.'
            : `${grouped(blamed.size)} of the changes ${blamed.size === 1 ? 'explains' : 'explain'} that; the others changed nothing that these packets show.`,
    );
  if (alone > 0)
    sentences.push(
      `${flowCount(alone)} ${alone === 1 ? 'stands' : 'stand'} in one of the captures only, and ${alone === 1 ? 'is' : 'are'} compared with nothing.`,
    );
  return sentences;
}

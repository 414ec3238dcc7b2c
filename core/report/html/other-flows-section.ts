import type { FlowChange } from '../../model/diff.ts';
import type { Words } from '../../words/words.ts';
import { flowName, outcomeWord } from './flow-phrases.ts';
import { markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostFlows = 300;

/** Flows that ended alike, and those that one capture alone has. */
export function* otherFlowsSection(flows: readonly FlowChange[], words: Words): Generator<Markup> {
  const { columns, leftOut: left } = words.comparison;
  const weight = ({ before, after }: FlowChange): number => (before?.packets ?? 0) + (after?.packets ?? 0);
  const ordered = [...flows].sort((a, b) => weight(b) - weight(a));
  yield markup`<table>
<thead><tr><th scope="col">${columns.flow}</th><th scope="col">${columns.before}</th><th scope="col">${columns.after}</th></tr></thead>
<tbody>
${ordered.slice(0, mostFlows).map(
  ({ flow, before, after }) =>
    markup`<tr><td>${flowName(words, flow)}</td><td>${outcomeWord(words, before)}</td><td>${outcomeWord(words, after)}</td></tr>
`,
)}</tbody></table>
${leftOut(ordered.length - mostFlows, left.flows)}`;
}

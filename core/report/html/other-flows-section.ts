import type { FlowChange } from '../../model/diff.ts';
import { flowName, outcomeWord } from './flow-phrases.ts';
import { markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostFlows = 300;

/** Flows that ended alike, and those that one capture alone has. */
export function* otherFlowsSection(flows: readonly FlowChange[]): Generator<Markup> {
  const weight = ({ before, after }: FlowChange): number => (before?.packets ?? 0) + (after?.packets ?? 0);
  const ordered = [...flows].sort((a, b) => weight(b) - weight(a));
  yield markup`<table>
<thead><tr><th scope="col">Flow</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${ordered.slice(0, mostFlows).map(
  ({ flow, before, after }) =>
    markup`<tr><td>${flowName(flow)}</td><td>${outcomeWord(before)}</td><td>${outcomeWord(after)}</td></tr>
`,
)}</tbody></table>
${leftOut(ordered.length - mostFlows, 'flows, each of fewer packets')}`;
}

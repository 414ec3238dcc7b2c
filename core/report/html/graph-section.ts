import type { Analysis } from '../../model/analysis.ts';
import type { FlowEdge, PlacedGraph } from '../../model/graph.ts';
import { grouped } from '../../model/grouped.ts';
import { graphSvg } from './graph-svg.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { hostName, leftOut } from './phrases.ts';

const mostEdges = 150;
const mostGraphs = 12;

/** Each host's graph: its chains in the order of the hooks, and how many packets went from one to the next. */
export function* graphSection(
  { hosts, edges }: Analysis,
  graphOf: (host: string) => PlacedGraph,
): Generator<Markup> {
  yield markup`<p>From left to right in the order of the hooks; the stronger a line, the more packets took it. <span class="dead">✕</span> marks
where packets died, a dashed line where the log lacks their way.</p>
`;
  for (const [i, { name }] of hosts.slice(0, mostGraphs).entries()) {
    const graph = graphOf(name);
    const own = edges.filter(({ host }) => host === name);
    const whose = hosts.length > 1 ? ` of ${hostName(name)}` : '';
    yield markup`<figure>
<figcaption>Chains and packets${whose}</figcaption>
<div class="graph-scroll" tabindex="0" role="region" aria-label="Graph${whose}">
${graphSvg(graph, `g${i}`, `Graph${whose}: the table below it has the same numbers`)}
</div></figure>
${leftOut(graph.leftOut, 'places that few packets visited, in the graph')}${aboutFamilies(graph)}${edgeTable(own, whose)}`;
  }
  yield markup`${leftOut(hosts.length - mostGraphs, 'hosts')}`;
}

/** Says that some places stand for many chains; nothing where none does. */
export function aboutFamilies({ nodes }: PlacedGraph): Content {
  if (!nodes.some(({ chains }) => chains > 1)) return null;
  return markup`<p>Chains that a program named by one pattern are one place; the table has each of them.</p>
`;
}

function edgeTable(edges: readonly FlowEdge[], whose: string): Markup {
  return markup`<details><summary>The graph${whose} as a table</summary>
<table>
<thead><tr><th scope="col" class="number">Packets</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
<tbody>
${edges.slice(0, mostEdges).map(
  ({ from, to, packets }) =>
    markup`<tr><td class="number">${grouped(packets)}</td><td class="mono">${clipped(from, 120)}</td><td class="mono${to === 'drop' ? ' dead' : null}">${
      to === 'drop' ? '✕ ' : null
    }${clipped(to, 120)}</td></tr>
`,
)}</tbody></table>
${leftOut(edges.length - mostEdges, 'edges')}</details>
`;
}

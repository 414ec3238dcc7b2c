import type { Analysis } from '../../model/analysis.ts';
import type { FlowEdge, PlacedGraph } from '../../model/graph.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { graphSvg } from './graph-svg.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostEdges = 150;
const mostGraphs = 12;

/** Each host's graph: its chains in the order of the hooks, and how many packets went from one to the next. */
export function* graphSection(
  { hosts, edges }: Analysis,
  graphOf: (host: string) => PlacedGraph,
  words: Words,
): Generator<Markup> {
  yield markup`<p>${words.report.graphLegend}</p>
`;
  for (const [i, { name }] of hosts.slice(0, mostGraphs).entries()) {
    const graph = graphOf(name);
    const own = edges.filter(({ host }) => host === name);
    const whose = hosts.length > 1 ? name : null;
    const title = words.report.graphOf(whose);
    yield markup`<figure>
<figcaption>${title}</figcaption>
<div class="graph-scroll" tabindex="0" role="region" aria-label="${title}">
${graphSvg(graph, { id: `g${i}`, label: words.report.graphNumbers(title), words })}
</div></figure>
${leftOut(graph.leftOut, words.report.leftOut.places)}${aboutFamilies(words, graph)}${edgeTable(words, own, whose)}`;
  }
  yield markup`${leftOut(hosts.length - mostGraphs, words.report.leftOut.hosts)}`;
}

/** Says that some places stand for many chains; nothing where none does. */
export function aboutFamilies({ report }: Words, { nodes }: PlacedGraph): Content {
  if (!nodes.some(({ chains }) => chains > 1)) return null;
  return markup`<p>${report.families}</p>
`;
}

function edgeTable({ report }: Words, edges: readonly FlowEdge[], whose: string | null): Markup {
  const { columns } = report;
  return markup`<details><summary>${report.graphAsTable(whose)}</summary>
<table>
<thead><tr><th scope="col" class="number">${columns.packets}</th><th scope="col">${columns.from}</th><th scope="col">${columns.to}</th></tr></thead>
<tbody>
${edges.slice(0, mostEdges).map(
  ({ from, to, packets }) =>
    markup`<tr><td class="number">${grouped(packets)}</td><td class="mono">${clipped(from, 120)}</td><td class="mono${to === 'drop' ? ' dead' : null}">${
      to === 'drop' ? '✕ ' : null
    }${clipped(to, 120)}</td></tr>
`,
)}</tbody></table>
${leftOut(edges.length - mostEdges, report.leftOut.edges)}</details>
`;
}

import type { EdgeChange } from '../../model/diff.ts';
import type { GraphPair } from '../../model/graph.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { aboutFamilies } from './graph-section.ts';
import { graphSvg } from './graph-svg.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

type SideNames = Readonly<Record<'before' | 'after', string>>;

const mostGraphs = 12;
const mostEdges = 150;

/**
 * Both graphs of each host in one layout, so that what is in the one place is the same; then the edges that differ. `names`
 * are those of the two sides.
 */
export function* graphPairSection(
  hosts: readonly string[],
  graphsOf: (host: string) => GraphPair,
  edges: readonly EdgeChange[],
  words: Words,
  names: SideNames = words.comparison.columns,
): Generator<Markup> {
  const { comparison } = words;
  yield markup`<p>${comparison.graphLegend}</p>
`;
  for (const [i, host] of hosts.slice(0, mostGraphs).entries()) {
    const { graph, before, after } = graphsOf(host);
    const whose = hosts.length > 1 ? host : null;
    yield markup`<div class="pair">
${(['before', 'after'] as const).map((side) => {
  const pair = side === 'before' ? { side, own: before, other: after } : { side, own: after, other: before };
  const name = comparison.graphOf(whose, side);
  return markup`<figure><figcaption>${names[side]}${whose === null ? null : ` · ${words.terms.hostName(whose)}`}</figcaption>
<div class="graph-scroll" tabindex="0" role="region" aria-label="${name}">
${graphSvg(graph, { id: `g${i}${side}`, label: words.report.graphNumbers(name), words, pair })}
</div></figure>
`;
})}</div>
${leftOut(graph.leftOut, comparison.leftOut.places)}${aboutFamilies(words, graph)}`;
  }
  const differing = edges.filter(({ before, after }) => before !== after);
  if (differing.length > 0) yield edgeTable(words, differing, hosts.length > 1, names);
}

function edgeTable(
  { comparison }: Words,
  edges: readonly EdgeChange[],
  many: boolean,
  names: SideNames,
): Markup {
  const { columns } = comparison;
  const ordered = [...edges].sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  return markup`<details><summary>${comparison.edgesAsTable}</summary>
<table>
<thead><tr><th scope="col" class="number">${names.before}</th><th scope="col" class="number">${names.after}</th>${many ? markup`<th scope="col">${columns.host}</th>` : null}<th scope="col">${columns.from}</th><th scope="col">${columns.to}</th></tr></thead>
<tbody>
${ordered.slice(0, mostEdges).map(
  ({
    host,
    from,
    to,
    before,
    after,
  }) => markup`<tr><td class="number">${grouped(before)}</td><td class="number ${
    after > before ? 'more' : 'fewer'
  }">${after > before ? '▲' : '▼'} ${grouped(after)}</td>${many ? markup`<td class="mono">${host}</td>` : null}<td class="mono">${clipped(from, 120)}</td><td class="mono">${clipped(to, 120)}</td></tr>
`,
)}</tbody></table>
${leftOut(ordered.length - mostEdges, comparison.leftOut.edges)}</details>
`;
}

import type { EdgeChange } from '../../model/diff.ts';
import type { GraphPair } from '../../model/graph.ts';
import { grouped } from '../../model/grouped.ts';
import { aboutFamilies } from './graph-section.ts';
import { graphSvg } from './graph-svg.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostGraphs = 12;
const mostEdges = 150;

/** Both graphs of each host in one layout, so that what is in the one place is the same; then the edges that differ. */
export function* graphPairSection(
  hosts: readonly string[],
  graphsOf: (host: string) => GraphPair,
  edges: readonly EdgeChange[],
): Generator<Markup> {
  yield markup`<p><span class="more">▲</span> more packets than before, <span class="more">+</span> new, <span class="fewer">▼</span> fewer,
<span class="fewer">−</span> gone. Both pictures have the same places.</p>
`;
  for (const [i, host] of hosts.slice(0, mostGraphs).entries()) {
    const { graph, before, after } = graphsOf(host);
    const whose = hosts.length > 1 && host !== '' ? ` of ${host}` : '';
    yield markup`<div class="pair">
${(['before', 'after'] as const).map((side) => {
  const pair = side === 'before' ? { side, own: before, other: after } : { side, own: after, other: before };
  const name = `Graph${whose} ${side}`;
  return markup`<figure><figcaption>${side === 'before' ? 'Before' : 'After'}${whose}</figcaption>
<div class="graph-scroll" tabindex="0" role="region" aria-label="${name}">
${graphSvg(graph, `g${i}${side}`, `${name}: the table below has the numbers`, pair)}
</div></figure>
`;
})}</div>
${leftOut(graph.leftOut, 'places that few packets visited, in the graphs')}${aboutFamilies(graph)}`;
  }
  const differing = edges.filter(({ before, after }) => before !== after);
  if (differing.length > 0) yield edgeTable(differing, hosts.length > 1);
}

function edgeTable(edges: readonly EdgeChange[], many: boolean): Markup {
  const ordered = [...edges].sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  return markup`<details><summary>The edges that differ, as a table</summary>
<table>
<thead><tr><th scope="col" class="number">Before</th><th scope="col" class="number">After</th>${many ? markup`<th scope="col">Host</th>` : null}<th scope="col">From</th><th scope="col">To</th></tr></thead>
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
${leftOut(ordered.length - mostEdges, 'edges')}</details>
`;
}

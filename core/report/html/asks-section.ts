import type { Analysis } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { markup, type Markup } from './markup.ts';

/** What the bundle lacks that would settle an open question, and the commands that print it. */
export function* asksSection({ missing, hosts }: Analysis, words: Words): Generator<Markup> {
  const { columns } = words.report;
  const many = hosts.length > 1;
  yield markup`<p>${words.report.asksIntro}</p>
<table>
<thead><tr><th scope="col">${columns.command}</th>${many ? markup`<th scope="col">${columns.on}</th>` : null}<th scope="col">${columns.shows}</th><th scope="col">${columns.settles}</th><th scope="col" class="number">${columns.packets}</th></tr></thead>
<tbody>
${missing.map(
  (input) => markup`<tr><td class="mono">${input.command}</td>${
    many ? markup`<td class="mono">${words.terms.hostName(input.host)}</td>` : null
  }<td>${words.missing.what(input)}</td><td>${words.missing.settles(input)}</td><td class="number">${grouped(input.packets)}</td></tr>
`,
)}</tbody></table>
`;
}

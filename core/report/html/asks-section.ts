import type { Analysis } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { markup, type Markup } from './markup.ts';
import { hostName } from './phrases.ts';

/** What the bundle lacks that would settle an open question, and the commands that print it. */
export function* asksSection({ missing, hosts }: Analysis): Generator<Markup> {
  const many = hosts.length > 1;
  yield markup`<p>Each of these would settle a question that is open now.</p>
<table>
<thead><tr><th scope="col">Command to run</th>${many ? markup`<th scope="col">On</th>` : null}<th scope="col">What it gives</th><th scope="col">What it settles</th><th scope="col" class="number">Packets</th></tr></thead>
<tbody>
${missing.map(
  ({ host, what, command, settles, packets }) => markup`<tr><td class="mono">${command}</td>${
    many ? markup`<td class="mono">${hostName(host)}</td>` : null
  }<td>${what}</td><td>${settles}</td><td class="number">${grouped(packets)}</td></tr>
`,
)}</tbody></table>
`;
}

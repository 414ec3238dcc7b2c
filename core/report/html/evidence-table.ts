import type { Evidence } from '../../model/evidence.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut, place } from './phrases.ts';

const mostLines = 30;

/** Lines of the bundle that prove a claim, as the files have them. */
export function evidenceTable({ report }: Words, lines: readonly Evidence[]): Markup {
  const { columns } = report;
  return markup`<table class="lines"><thead class="hidden"><tr><th scope="col">${columns.line}</th><th scope="col">${columns.text}</th></tr></thead>
<tbody>
${lines.slice(0, mostLines).map(
  (line) => markup`<tr><td>${place(line)}</td><td class="mono">${clipped(line.text, 1500)}</td></tr>
`,
)}</tbody></table>
${leftOut(lines.length - mostLines, report.leftOut.lines)}`;
}

import type { Analysis } from '../../model/analysis.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { allDiagnostics } from '../analysis-document.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostOfOneCode = 12;
const order = ['error', 'warning', 'info'] as const;

/** What is strange about the input: the grave things first, of each kind the first few. */
export function* notesSection(analysis: Analysis, { diagnostics, report }: Words): Generator<Markup> {
  const { columns } = report;
  const byCode = new Map<string, Diagnostic[]>();
  for (const each of allDiagnostics(analysis))
    byCode.set(each.code, [...(byCode.get(each.code) ?? []), each]);
  const groups = [...byCode.values()].sort((a, b) => rank(a) - rank(b));
  yield markup`<table>
<thead><tr><th scope="col">${columns.kind}</th><th scope="col">${columns.what}</th><th scope="col">${columns.where}</th></tr></thead>
<tbody>
${groups
  .flatMap((group) => group.slice(0, mostOfOneCode))
  .map(
    (note) => markup`<tr><td${note.severity === 'info' ? null : markup` class="unsure"`}>${
      note.severity === 'info' ? null : '! '
    }${diagnostics.severity(note.severity)}</td><td>${clipped(diagnostics.message(note), 600)}</td><td class="ref">${note.file}${note.line === null ? null : `:${note.line}`}</td></tr>
`,
  )}</tbody></table>
${groups.map((group) => leftOut(group.length - mostOfOneCode, (count) => report.leftOut.notes(count, group[0]?.code ?? '')))}`;
}

function rank([first]: readonly Diagnostic[]): number {
  return first === undefined ? order.length : order.indexOf(first.severity);
}

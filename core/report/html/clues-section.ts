import type { Analysis } from '../../model/analysis.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut, place } from './phrases.ts';

const mostShown = 60;
const mostPlaces = 6;

/** What stands out besides the ends of packets, each with the lines that show it. */
export function* cluesSection(
  { clues }: Analysis,
  { clues: words, report, terms }: Words,
): Generator<Markup> {
  const { columns } = report;
  yield markup`<table>
<thead><tr><th scope="col">${columns.found}</th><th scope="col">${columns.host}</th><th scope="col">${columns.where}</th></tr></thead>
<tbody>
${clues.slice(0, mostShown).map(
  (clue) =>
    markup`<tr><td>${clipped(words.clue(clue), 1200)}</td><td class="mono">${terms.hostName(clue.host)}</td><td>${clue.evidence.slice(0, mostPlaces).map((at) => markup`<div>${place(at)}</div>`)}</td></tr>
`,
)}</tbody></table>
${leftOut(clues.length - mostShown, report.leftOut.clues)}`;
}

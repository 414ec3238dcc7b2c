import type { CaptureDiff, Change } from '../../model/diff.ts';
import { blamedChanges } from '../diff-document.ts';
import type { Words } from '../../words/words.ts';
import { changeLine } from './flow-phrases.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostChanges = 400;

/** What changed: first what changed the end of a flow, then what changed nothing that the captures show. */
export function* changesSection({ changes, flows }: CaptureDiff, words: Words): Generator<Markup> {
  const blamed = blamedChanges(flows);
  const telling = changes.filter(({ id }) => blamed.has(id));
  const idle = changes.filter(({ id }) => !blamed.has(id));
  if (telling.length > 0) yield changeTable(words, words.comparison.withEffect, telling);
  if (idle.length > 0) yield changeTable(words, words.comparison.withoutEffect, idle);
}

function changeTable(words: Words, title: string, changes: readonly Change[]): Markup {
  const { comparison } = words;
  const { columns } = comparison;
  const many = new Set(changes.map(({ host }) => host)).size > 1;
  return markup`<table><caption>${title}</caption>
<thead><tr><th scope="col" class="number">${columns.number}</th><th scope="col">${columns.kind}</th>${many ? markup`<th scope="col">${columns.host}</th>` : null}<th scope="col">${columns.what}</th><th scope="col">${columns.before}</th><th scope="col">${columns.after}</th></tr></thead>
<tbody>
${changes.slice(0, mostChanges).map(
  (
    change,
  ) => markup`<tr id="change-${change.id}"><td class="number">${change.id}</td><td class="nowrap">${comparison.changeKind(change.kind)}</td>${
    many ? markup`<td class="mono">${change.host}</td>` : null
  }<td><span class="mono">${clipped(words.changes.detail(change.detail), 500)}</span>${change.effect === null ? null : markup`<div>${clipped(comparison.effectText(change.effect), 300)}</div>`}</td><td>${changeLine(
    words,
    change,
    'before',
  )}</td><td>${changeLine(words, change, 'after')}</td></tr>
`,
)}</tbody></table>
${leftOut(changes.length - mostChanges, comparison.leftOut.changes)}`;
}

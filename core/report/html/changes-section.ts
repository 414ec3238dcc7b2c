import type { CaptureDiff, Change } from '../../model/diff.ts';
import { blamedChanges } from '../diff-document.ts';
import { changeLine } from './flow-phrases.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostChanges = 400;

/** What changed: first what changed the end of a flow, then what changed nothing that the captures show. */
export function* changesSection({ changes, flows }: CaptureDiff): Generator<Markup> {
  const blamed = blamedChanges(flows);
  const telling = changes.filter(({ id }) => blamed.has(id));
  const idle = changes.filter(({ id }) => !blamed.has(id));
  if (telling.length > 0) yield changeTable('With an effect on these flows', telling);
  if (idle.length > 0) yield changeTable('Without an effect that the captures show', idle);
}

function changeTable(title: string, changes: readonly Change[]): Markup {
  const many = new Set(changes.map(({ host }) => host)).size > 1;
  return markup`<table><caption>${title}</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Kind</th>${many ? markup`<th scope="col">Host</th>` : null}<th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${changes.slice(0, mostChanges).map(
  (
    change,
  ) => markup`<tr id="change-${change.id}"><td class="number">${change.id}</td><td class="nowrap">${change.kind.replaceAll('-', ' ')}</td>${
    many ? markup`<td class="mono">${change.host}</td>` : null
  }<td><span class="mono">${clipped(change.detail, 500)}</span>${change.effect === null ? null : markup`<div>${clipped(change.effect, 300)}</div>`}</td><td>${changeLine(
    change,
    'before',
  )}</td><td>${changeLine(change, 'after')}</td></tr>
`,
)}</tbody></table>
${leftOut(changes.length - mostChanges, 'changes')}`;
}

import type { FixedDeadEnd } from '../../model/fix.ts';
import type { Words } from '../../words/words.ts';
import { commandLine } from '../fix-document.ts';
import { markup, type Markup } from './markup.ts';

/** What would let a dead end's packets pass: the commands, what they do and how surely, and what else they let through. */
export function fixesList({ fixes: words }: Words, { owner, fixes, unfixable }: FixedDeadEnd): Markup {
  const items = fixes.map((fix) => {
    const persist = words.persist(fix.persist);
    const sure = fix.certain ? `${words.proven} · ${words.effect(fix)}` : `? ${words.doubt(fix)}`;
    return markup`<li>${fix.commands.map((command) => markup`<p class="rule mono">${commandLine(command)}</p>`)}
<p>${words.why(fix)} ${sure} ${words.opens(fix)}${persist === null ? null : markup` ${persist}`}</p></li>
`;
  });
  return markup`<h4>${words.heading}</h4>
${owner === null ? null : markup`<p class="tally">${words.owner(owner)}</p>`}
${items.length === 0 ? null : markup`<ol>${items}</ol>`}
${unfixable === null ? null : markup`<p>${words.unfixable(unfixable)}</p>`}
`;
}

import type { NeverSearch, ReachComparison } from '../../model/reach.ts';
import type { Words } from '../../words/words.ts';
import { reachLines } from '../reach-comparison-text.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

/** Which packets, captured or not, end otherwise after a change. */
export function allPacketsSection(reach: ReachComparison, words: Words): Markup {
  const lines = reachLines(reach, words);
  return markup`${lines.map((line) => (line === '' ? null : line.startsWith('  ') ? markup`<div class="mono">${clipped(line.trim(), 900)}</div>\n` : markup`<p>${line}</p>\n`))}`;
}

const mostRules = 200;

/** The rules that no packet can match, each with what takes its packets. */
export function neverSection({ rules, left }: NeverSearch, { reach, terms }: Words): Markup {
  return markup`<ul>${rules.slice(0, mostRules).map((rule) => markup`<li>${clipped(reach.neverLine(rule), 900)}</li>\n`)}${left.map(
    (table) => markup`<li class="unsure">? ${terms.sentence(reach.neverLeft(table))}</li>\n`,
  )}</ul>
${leftOut(rules.length - mostRules, reach.moreNever)}`;
}

import type { Rewrite, TimelineItem } from '../../model/packet-story.ts';
import { assertNever } from '../../model/family.ts';
import type { Words } from '../../words/words.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { ruleText } from './rule-text.ts';
import { leftOut, place, sureness } from './phrases.ts';

/** Of a longer journey, its beginning and its end are shown. */
const mostSteps = 120;

/** One packet's steps: where, which rule, what became of it, and the log's line. `dead`: it ended there. */
export function journeyTable(words: Words, timeline: readonly TimelineItem[], dead: boolean): Markup {
  const { columns, leftOut: left } = words.report;
  const skipped = Math.max(0, timeline.length - mostSteps);
  const shown = timeline.map((item, i) => ({ item, i })).filter(({ i }) => i < 20 || i >= 20 + skipped);
  return markup`<table class="journey">
<thead><tr><th scope="col" class="number">${columns.step}</th><th scope="col">${columns.table}</th><th scope="col">${columns.chain}</th><th scope="col">${columns.matched}</th><th scope="col">${columns.ruleAndChanges}</th><th scope="col">${columns.verdict}</th><th scope="col">${columns.log}</th></tr></thead>
<tbody>
${shown.map(({ item, i }) => journeyRow(words, item, i + 1, dead && i === timeline.length - 1))}</tbody></table>
${leftOut(skipped, left.steps)}`;
}

/** One step. A packet can die in the routing decision too. */
function journeyRow(words: Words, item: TimelineItem, number: number, last: boolean): Markup {
  switch (item.kind) {
    case 'routing':
      return markup`<tr class="routing${last ? ' end' : null}"><td class="number">${number}</td><td></td><td>${words.report.routing}</td><td>${sureness(item.confidence, words)}</td><td>${clipped(words.routing.step(item), 600)}${item.evidence
        .slice(0, 6)
        .map(
          (line) =>
            markup`<div class="proof">${place(line)} <span class="mono">${clipped(line.text, 400)}</span></div>`,
        )}${rewritten(item.rewrites)}</td><td>${last ? markup`<b class="dead">✕</b>` : null}</td><td></td></tr>
`;
    case 'step': {
      const deadly = last && (item.verdict === 'drop' || item.verdict === 'reject');
      return markup`<tr${deadly ? markup` class="end"` : null}><td class="number">${number}</td><td>${tableName(item)}</td><td class="mono d${Math.min(item.depth, 6)}">${clipped(item.chain, 64)}</td><td class="nowrap">${words.report.met(item)}</td><td>${
        item.ruleText === null ? null : markup`<span class="mono">${ruleText(item.ruleText, 600)}</span>`
      }${rewritten(item.rewrites)}${item.drift === null ? null : markup`<div class="unsure">? ${clipped(words.drift.drift(item.drift), 400)}</div>`}</td><td class="nowrap">${
        deadly ? markup`<b class="dead">✕ ${item.verdict}</b>` : item.verdict
      }</td><td class="ref">${item.line.line}</td></tr>
`;
    }
    default:
      return assertNever(item);
  }
}

/** As nft names tables, where it is not one of iptables: `inet filter`. */
function tableName({ table, tableFamily }: Extract<TimelineItem, { kind: 'step' }>): string {
  return tableFamily === 'ip' || tableFamily === 'ip6' ? table : `${tableFamily} ${table}`;
}

function rewritten(rewrites: readonly Rewrite[]): Content {
  return rewrites.map(
    ({ field, before, after }) =>
      markup`<div class="rewrite">${field} <span class="mono"><s>${before || 'none'}</s> → <b>${after || 'none'}</b></span></div>`,
  );
}

import type { RulesetRow, RulesetRowSide } from '../../model/diff.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';
import { ruleText } from './rule-text.ts';

const mostRows = 1500;

/** The chains that differ, both rulesets in one list, with the packets that each rule matched at both times. */
export function* rulesetDiffSection(rows: readonly RulesetRow[], { comparison }: Words): Generator<Markup> {
  const chains = new Map<string, RulesetRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.host, row.table, row.chain]);
    chains.set(key, [...(chains.get(key) ?? []), row]);
  }
  const differing = [...chains.values()].filter((chain) => chain.some(({ state }) => state !== 'same'));
  const many = new Set(rows.map(({ host }) => host)).size > 1;
  let room = mostRows;
  yield markup`<p>${comparison.rulesLegend}</p>
`;
  for (const chain of differing) {
    const shown = chain.slice(0, Math.max(room, 0));
    room -= shown.length;
    if (shown.length > 0) yield chainTable(comparison, shown, many);
    yield markup`${leftOut(chain.length - shown.length, (count) =>
      comparison.leftOut.rulesOf(count, `${chain[0]?.table ?? ''}/${chain[0]?.chain ?? ''}`),
    )}`;
  }
  const alike = chains.size - differing.length;
  yield markup`${leftOut(alike, comparison.leftOut.sameChains)}`;
}

function chainTable(comparison: Words['comparison'], rows: readonly RulesetRow[], many: boolean): Markup {
  const { columns } = comparison;
  const [first] = rows;
  return markup`<table class="ruleset-diff"><caption class="mono">${clipped(`${first?.table ?? ''}/${first?.chain ?? ''}`, 120)}${many ? ` · ${first?.host ?? ''}` : null}</caption>
<thead><tr><th scope="col" class="number">${columns.before}</th><th scope="col" class="number">${columns.after}</th><th scope="col">${columns.what}</th><th scope="col" class="number">${columns.number}</th><th scope="col">${columns.rule}</th></tr></thead>
<tbody>
${rows.map(
  ({ state, before, after }) =>
    markup`<tr><td class="number">${hits(before)}</td><td class="number">${hits(after)}</td><td class="nowrap ${state}">${comparison.rowStates[state]}</td><td class="number">${numbers(before, after)}</td><td class="mono">${
      state === 'changed' && before !== null
        ? markup`<s class="quiet">${ruleText(before.text, 600)}</s><br>`
        : null
    }${state === 'removed' && before !== null ? markup`<s>${ruleText(before.text, 600)}</s>` : ruleText((after ?? before)?.text ?? '', 600)}</td></tr>
`,
)}</tbody></table>
`;
}

function hits(side: RulesetRowSide | null): Content {
  return side === null || side.packets === null ? null : grouped(side.packets);
}

function numbers(before: RulesetRowSide | null, after: RulesetRowSide | null): string {
  if (before !== null && after !== null && before.number !== after.number)
    return `${before.number ?? ''}→${after.number ?? ''}`;
  return String((after ?? before)?.number ?? '');
}

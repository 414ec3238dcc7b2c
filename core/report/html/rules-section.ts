import type { Analysis, PolicyCount, RuleCount } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';
import { ruleText } from './rule-text.ts';

/** Enough for any ruleset that a person wrote; of those that programs write, what packets met. */
const mostRows = 1500;

/** The rules of the chains that packets visited, with the matches that the log shows and the file's counters. */
export function* rulesSection(analysis: Analysis, words: Words): Generator<Markup> {
  const chains = chainsOf(analysis);
  const met = chains.filter(({ rows }) => rows.some(({ packets }) => packets > 0));
  const small = met.reduce((sum, { rows }) => sum + rows.length, 0) <= mostRows;
  let room = mostRows;
  let skipped = 0;
  yield markup`<p>${words.report.rulesLegend}${small ? null : ` ${words.report.largeRulesets}`}</p>
`;
  for (const chain of met) {
    const wanted = small
      ? chain.rows
      : chain.rows.filter(({ packets, kind }) => packets > 0 || kind === 'policy');
    const rows = wanted.slice(0, room);
    room -= rows.length;
    skipped += wanted.length - rows.length;
    if (rows.length > 0) yield chainTable(words, chain, rows, analysis.hosts.length > 1);
  }
  const idle = chains.length - met.length;
  yield markup`${leftOut(skipped, words.report.leftOut.rulesMet)}${leftOut(idle, words.report.leftOut.idleChains)}`;
}

/** A table of this many rows or fewer is not broken between two pages. */
const mostUnbroken = 16;

type Row = ({ readonly kind: 'rule' } & RuleCount) | ({ readonly kind: 'policy' } & PolicyCount);

interface ChainRows {
  readonly host: string;
  readonly family: string;
  readonly name: string;
  readonly rows: Row[];
}

/** Each chain's rules, then its policy, as `iptables -L` would go on to it. */
function chainsOf({ rules, policies }: Analysis): readonly ChainRows[] {
  const chains = new Map<string, ChainRows>();
  const add = (row: Row): void => {
    const { host, family, table, chain } = row;
    const key = JSON.stringify([host, family, table, chain]);
    const known = chains.get(key);
    if (known === undefined) chains.set(key, { host, family, name: `${table}/${chain}`, rows: [row] });
    else known.rows.push(row);
  };
  for (const rule of rules) add({ kind: 'rule', ...rule });
  for (const policy of policies) add({ kind: 'policy', ...policy });
  return [...chains.values()];
}

function chainTable(
  words: Words,
  { host, family, name }: ChainRows,
  rows: readonly Row[],
  many: boolean,
): Markup {
  const { columns } = words.report;
  return markup`<table class="rules${rows.length <= mostUnbroken ? ' whole' : null}"><caption class="mono">${clipped(name, 120)}${family === 'ipv6' ? ' (IPv6)' : null}${
    many ? ` · ${words.terms.hostName(host)}` : null
  }</caption>
<thead><tr><th scope="col" class="number">${columns.log}</th><th scope="col" class="number">${columns.counter}</th><th scope="col" class="number">${columns.number}</th><th scope="col">${columns.rule}</th><th scope="col">${columns.line}</th></tr></thead>
<tbody>
${rows.map(
  (row) =>
    markup`<tr${row.packets === 0 ? markup` class="quiet"` : null}><td class="number">${grouped(row.packets)}</td><td class="number">${
      row.counter === null ? null : grouped(row.counter.packets)
    }</td><td class="number">${row.kind === 'rule' ? row.number : null}</td><td class="mono">${ruleOf(words, row)}</td><td class="ref">${
      row.at === null ? null : row.at.line
    }</td></tr>
`,
)}</tbody></table>
`;
}

function ruleOf({ report }: Words, row: Row) {
  if (row.kind === 'policy') return markup`<span class="policy">${report.policy(row.policy)}</span>`;
  return row.text === null
    ? markup`<span class="unsure">? ${report.ruleNotShown}</span>`
    : ruleText(row.text, 800);
}

import type { Analysis, PolicyCount, RuleCount } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { hostName, leftOut } from './phrases.ts';
import { ruleText } from './rule-text.ts';

/** Enough for any ruleset that a person wrote; of those that programs write, what packets met. */
const mostRows = 1500;

/** The rules of the chains that packets visited, with the matches that the log shows and the file's counters. */
export function* rulesSection(analysis: Analysis): Generator<Markup> {
  const chains = chainsOf(analysis);
  const met = chains.filter(({ rows }) => rows.some(({ packets }) => packets > 0));
  const small = met.reduce((sum, { rows }) => sum + rows.length, 0) <= mostRows;
  let room = mostRows;
  let skipped = 0;
  yield markup`<p>Chains that packets met. <b>Log</b>: packets that matched, by the log. <b>Counter</b>: what the file's own counter says, which may have begun earlier.${
    small ? null : ' The rulesets are large: only rules that packets met are shown.'
  }</p>
`;
  for (const chain of met) {
    const wanted = small
      ? chain.rows
      : chain.rows.filter(({ packets, kind }) => packets > 0 || kind === 'policy');
    const rows = wanted.slice(0, room);
    room -= rows.length;
    skipped += wanted.length - rows.length;
    if (rows.length > 0) yield chainTable(chain, rows, analysis.hosts.length > 1);
  }
  const idle = chains.length - met.length;
  yield markup`${leftOut(skipped, 'rules that packets met')}${leftOut(idle, idle === 1 ? 'chain that no packet met' : 'chains that no packet met')}`;
}

/** A table of so many rows is not broken between two pages. */
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

function chainTable({ host, family, name }: ChainRows, rows: readonly Row[], many: boolean): Markup {
  return markup`<table class="rules${rows.length <= mostUnbroken ? ' whole' : null}"><caption class="mono">${clipped(name, 120)}${family === 'ipv6' ? ' (IPv6)' : null}${
    many ? ` on ${hostName(host)}` : null
  }</caption>
<thead><tr><th scope="col" class="number">Log</th><th scope="col" class="number">Counter</th><th scope="col" class="number">No.</th><th scope="col">Rule</th><th scope="col">Line</th></tr></thead>
<tbody>
${rows.map(
  (row) =>
    markup`<tr${row.packets === 0 ? markup` class="quiet"` : null}><td class="number">${grouped(row.packets)}</td><td class="number">${
      row.counter === null ? null : grouped(row.counter.packets)
    }</td><td class="number">${row.kind === 'rule' ? row.number : null}</td><td class="mono">${ruleOf(row)}</td><td class="ref">${
      row.at === null ? null : row.at.line
    }</td></tr>
`,
)}</tbody></table>
`;
}

function ruleOf(row: Row) {
  if (row.kind === 'policy') return markup`<span class="policy">policy ${row.policy ?? 'not known'}</span>`;
  return row.text === null
    ? markup`<span class="unsure">? not in the ruleset of the bundle</span>`
    : ruleText(row.text, 800);
}

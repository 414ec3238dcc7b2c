import type { Analysis, LineRef, NeverRule } from '../../core/index.ts';
import { words } from '../language.ts';
import type { RuleRow, RulesAnswer, RulesAsk } from './protocol.ts';
import type { RuleColumn, Sort } from './sort-columns.ts';

/** Rules and policies in the order of their chains, filtered; a ruleset of 100,000 rules is searched as one types. */
export function ruleTable(
  analysis: Analysis,
  never: readonly NeverRule[] = [],
): (ask: RulesAsk) => RulesAnswer {
  const all = inOrder(analysis, never);
  const searched = all.map((row) => searchText(row).toLowerCase());
  let known: { readonly key: string; readonly rows: readonly RuleRow[] } = { key: '', rows: all };
  return ({ text, show, sort, from, to }) => {
    const key = JSON.stringify([show, text, sort]);
    if (known.key !== key) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const named = numberedRule(words);
      const shown = all.flatMap((row, i) => (isShown(row, show) ? [{ row, text: searched[i] ?? '' }] : []));
      const exact = named === null ? [] : shown.filter(({ row }) => isNumbered(row, named));
      const found =
        exact.length > 0 ? exact : shown.filter((each) => words.every((word) => each.text.includes(word)));
      const rows = found.map(({ row }) => row);
      known = { key, rows: sort === null ? rows : sorted(rows, sort) };
    }
    return { count: known.rows.length, rows: known.rows.slice(from, to) };
  };
}

function isShown(row: RuleRow, show: RulesAsk['show']): boolean {
  if (show === 'all') return true;
  if (show === 'never') return row.kind === 'rule' && row.never !== null;
  return row.packets > 0 === (show === 'hit');
}

/** A rule by its place, as people write it: `FORWARD 3`, `filter/forward 3`. */
interface NumberedRule {
  /** In small letters. */
  readonly chain: string;
  readonly number: number;
}

function numberedRule(words: readonly string[]): NumberedRule | null {
  const [chain = '', number = ''] = words;
  return words.length === 2 && /^\d{1,9}$/.test(number) ? { chain, number: Number(number) } : null;
}

function isNumbered(row: RuleRow, { chain, number }: NumberedRule): boolean {
  if (row.kind !== 'rule' || row.number !== number) return false;
  const own = row.chain.toLowerCase();
  return own === chain || `${row.table}/${own}`.toLowerCase() === chain;
}

/** Rows alike stay in the order of their chains; what has no value comes last, whichever way. */
function sorted(rows: readonly RuleRow[], { by, down }: Sort<RuleColumn>): readonly RuleRow[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row, by) }));
  keyed.sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (a === b) return 0;
    return a < b === down ? 1 : -1;
  });
  return keyed.map(({ row }) => row);
}

function keyOf(row: RuleRow, by: RuleColumn): string | number | null {
  switch (by) {
    case 'packets':
      return row.packets;
    case 'counter':
      return row.counter?.packets ?? null;
    case 'chain':
      return `${row.table}/${row.chain}`;
    case 'number':
      return row.kind === 'rule' ? row.number : null;
    case 'rule':
      return row.kind === 'rule' ? row.text : null;
  }
}

/** Each chain's rules, then its policy, as `iptables -L` would go on to it. */
function inOrder({ rules, policies }: Analysis, never: readonly NeverRule[]): readonly RuleRow[] {
  const why = new Map(never.map((rule) => [placeOf(rule.host, rule.at), words.reach.never(rule)]));
  const chains = new Map<string, RuleRow[]>();
  const add = (row: RuleRow) => {
    const name = JSON.stringify([row.host, row.family, row.table, row.chain]);
    const rows = chains.get(name);
    if (rows === undefined) chains.set(name, [row]);
    else rows.push(row);
  };
  for (const rule of rules)
    add({ kind: 'rule', never: why.get(placeOf(rule.host, rule.at)) ?? null, ...rule });
  for (const policy of policies) add({ kind: 'policy', ...policy });
  return [...chains.values()].flat();
}

function placeOf(host: string, at: LineRef | null): string {
  return JSON.stringify([host, at?.file, at?.line]);
}

function searchText(row: RuleRow): string {
  const end = row.kind === 'rule' ? (row.text ?? '') : `policy ${row.policy ?? ''}`;
  return `${row.host} ${row.table}/${row.chain} ${end}`;
}

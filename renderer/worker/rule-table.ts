import type { Analysis } from '../../core/index.ts';
import type { RuleRow, RulesAnswer, RulesAsk } from './protocol.ts';

/** Rules and policies in the order of their chains, filtered; a ruleset of 100,000 rules is searched as one types. */
export function ruleTable(analysis: Analysis): (ask: RulesAsk) => RulesAnswer {
  const all = inOrder(analysis);
  const searched = all.map((row) => searchText(row).toLowerCase());
  let known: { readonly key: string; readonly rows: readonly RuleRow[] } = { key: '', rows: all };
  return ({ text, show, from, to }) => {
    const key = `${show} ${text}`;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (known.key !== key) {
      const rows = all.filter((row, i) => {
        const hit = row.packets > 0;
        if (show !== 'all' && hit !== (show === 'hit')) return false;
        return words.every((word) => searched[i]?.includes(word));
      });
      known = { key, rows };
    }
    return { count: known.rows.length, rows: known.rows.slice(from, to) };
  };
}

/** Each chain's rules, then its policy, as `iptables -L` would go on to it. */
function inOrder({ rules, policies }: Analysis): readonly RuleRow[] {
  const chains = new Map<string, RuleRow[]>();
  const add = (row: RuleRow) => {
    const name = JSON.stringify([row.host, row.family, row.table, row.chain]);
    const rows = chains.get(name);
    if (rows === undefined) chains.set(name, [row]);
    else rows.push(row);
  };
  for (const rule of rules) add({ kind: 'rule', ...rule });
  for (const policy of policies) add({ kind: 'policy', ...policy });
  return [...chains.values()].flat();
}

function searchText(row: RuleRow): string {
  const end = row.kind === 'rule' ? (row.text ?? '') : `policy ${row.policy ?? ''}`;
  return `${row.host} ${row.table}/${row.chain} ${end}`;
}

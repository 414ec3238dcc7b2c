import { loadedTables } from '../../kernel/chains/loaded-tables.ts';
import type { Refused } from '../../model/query-fault.ts';
import type { Bundle } from '../simulate-host.ts';
import type { ReachQuery } from './reach-query.ts';

/** Why no packet can come to the place that is asked for: the host has no such chain, or the chain no such rule. Null: it can. */
export function refusePlace(bundle: Bundle, host: string, { through }: ReachQuery): Refused | null {
  if (through === null) return null;
  const { tableFamily, table, chain, rule } = through;
  const text = `${tableFamily === null ? '' : `${tableFamily} `}${table}/${chain}${rule === null ? '' : `:${rule}`}`;
  const chains = loadedTables(bundle.rulesets, host).flatMap(({ table: each }) =>
    each.name === table && (tableFamily === null || each.family === tableFamily)
      ? each.chains.filter(({ name }) => name === chain)
      : [],
  );
  const rules = Math.max(...chains.map((each) => each.rules.length));
  if (chains.length === 0) return { wrong: { kind: 'place-unknown', text, rules: null } };
  return rule !== null && rule > rules ? { wrong: { kind: 'place-unknown', text, rules } } : null;
}

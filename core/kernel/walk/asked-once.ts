import type { Table } from '../../model/ruleset.ts';
import { conditionKey } from '../conditions/condition-key.ts';

/** Whether at most one rule of the tables has the condition, by its `conditionKey`. */
export function isAskedOnce(tables: readonly Table[], condition: string): boolean {
  let times = known.get(tables);
  if (times === undefined) {
    times = timesAsked(tables);
    known.set(tables, times);
  }
  return (times.get(condition) ?? 0) < 2;
}

function timesAsked(tables: readonly Table[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { chains } of tables)
    for (const { rules } of chains)
      for (const rule of rules)
        for (const key of new Set(rule.spec.conditions.map(conditionKey)))
          times.set(key, (times.get(key) ?? 0) + 1);
  return times;
}

/** Asked only where much is unknown: it looks through every rule. */
const known = new WeakMap<readonly Table[], ReadonlyMap<string, number>>();

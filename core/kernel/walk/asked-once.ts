import type { Table } from '../../model/ruleset.ts';
import { questionOf } from './question-of-condition.ts';

/** Whether at most one rule of the tables has the condition, in the words of `questionOf`. */
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
        for (const words of new Set(rule.conditions.map((condition) => questionOf(condition, rule).words)))
          times.set(words, (times.get(words) ?? 0) + 1);
  return times;
}

/** Asked only where much is unknown: it looks through every rule. */
const known = new WeakMap<readonly Table[], ReadonlyMap<string, number>>();

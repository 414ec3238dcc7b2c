import type { Rule, Table } from '../../model/ruleset.ts';

/** A rule that jumps or goes to a chain, and the chain that it stands in. */
export interface Caller {
  readonly chain: string;
  readonly rule: Rule;
}

/** The rules of the table whose target is that chain, in the table's order. */
export function callersOf(table: Table, chain: string): readonly Caller[] {
  let byTarget = known.get(table);
  if (byTarget === undefined) {
    byTarget = callersByTarget(table);
    known.set(table, byTarget);
  }
  return byTarget.get(chain) ?? [];
}

function callersByTarget({ chains }: Table): ReadonlyMap<string, readonly Caller[]> {
  const names = new Set(chains.map(({ name }) => name));
  const callers = new Map<string, Caller[]>();
  for (const { name: chain, rules } of chains) {
    for (const rule of rules) {
      const name = rule.target?.name;
      if (name === undefined || !names.has(name)) continue;
      const own = callers.get(name);
      if (own === undefined) callers.set(name, [{ chain, rule }]);
      else own.push({ chain, rule });
    }
  }
  return callers;
}

/** A node of Kubernetes has tables of many thousand chains; each is looked through once. */
const known = new WeakMap<Table, ReadonlyMap<string, readonly Caller[]>>();

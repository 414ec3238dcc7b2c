import type { Rule, Table } from '../../model/ruleset.ts';
import { callsOf } from './chains-called.ts';

/** A rule that can lead to a chain, and the chain that it stands in. */
export interface Caller {
  readonly chain: string;
  readonly rule: Rule;
  readonly isGoto: boolean;
}

/** The rules of the table that jump or go to that chain, by a verdict map too, in the table's order. */
export function callersOf(table: Table, chain: string): readonly Caller[] {
  let byTarget = known.get(table);
  if (byTarget === undefined) {
    byTarget = callersByTarget(table);
    known.set(table, byTarget);
  }
  return byTarget.get(chain) ?? [];
}

function callersByTarget({ chains, sets }: Table): ReadonlyMap<string, readonly Caller[]> {
  const callers = new Map<string, Caller[]>(chains.map(({ name }) => [name, []]));
  for (const { name: chain, rules } of chains)
    for (const rule of rules)
      for (const call of callsOf(rule, sets))
        callers.get(call.chain)?.push({ chain, rule, isGoto: call.isGoto });
  return callers;
}

/** A node of Kubernetes has tables of many thousand chains; each is looked through once. */
const known = new WeakMap<Table, ReadonlyMap<string, readonly Caller[]>>();

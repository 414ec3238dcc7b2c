import { chainsCalled } from '../../kernel/chains/chains-called.ts';
import type { Rule, Table } from '../../model/ruleset.ts';

/** A rule that leads to another chain, and the chain that it stands in. */
export interface CallingRule {
  readonly chain: string;
  readonly rule: Rule;
}

/** A larger table is not looked through for its calls. */
const MOST_RULES = 5_000;

/**
 * The calls by which a packet must have come to a chain, innermost first: as long as one rule alone leads to it. Where a
 * log begins in that chain, as one of LOG rules does, nothing else tells.
 */
export function callsBefore(table: Table, chain: string): readonly CallingRule[] {
  const calls = onlyCalls(table);
  const found: CallingRule[] = [];
  for (let call = calls.get(chain); call !== undefined && call !== null; call = calls.get(call.chain)) {
    // A chain that a damaged file lets call itself.
    if (found.includes(call)) break;
    found.push(call);
  }
  return found;
}

/** By the chain that is led to; null where several rules lead to it. */
function onlyCalls(table: Table): ReadonlyMap<string, CallingRule | null> {
  let calls = known.get(table);
  if (calls === undefined) known.set(table, (calls = findCalls(table)));
  return calls;
}

const known = new WeakMap<Table, ReadonlyMap<string, CallingRule | null>>();

function findCalls({ chains, sets }: Table): ReadonlyMap<string, CallingRule | null> {
  const calls = new Map<string, CallingRule | null>();
  if (chains.reduce((sum, { rules }) => sum + rules.length, 0) > MOST_RULES) return calls;
  for (const { name, rules } of chains)
    for (const rule of rules)
      for (const called of chainsCalled(rule, sets))
        calls.set(called, calls.has(called) ? null : { chain: name, rule });
  return calls;
}

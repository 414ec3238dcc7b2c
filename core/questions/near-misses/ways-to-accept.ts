import { callersOf } from '../../kernel/chains/callers.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import { chainLedTo } from '../../kernel/rule-effect.ts';
import type { MapValue } from '../../model/condition.ts';
import type { Rule, Table } from '../../model/ruleset.ts';

/**
 * The rules of a chain by which a packet could be accepted: those that accept, and those that lead to a chain with such
 * a rule. The other rules of a large ruleset need not be looked at to know what would have let a packet through.
 */
export function waysToAccept(table: Table, chain: string): readonly Rule[] {
  const ways = known.get(table) ?? findWays(table);
  known.set(table, ways);
  return ways.get(chain) ?? [];
}

/** A rule that accepts, or a verdict map of nft with an element that does. */
export function mayAccept({ spec }: Rule, { sets }: Table): boolean {
  return spec.statements.some((statement) => {
    if (statement.kind !== 'verdict-map') return statement.kind === 'accept';
    const { map } = statement;
    if (map.kind === 'listed') return map.elements.some(({ value }) => isAccept(value));
    const named = sets.find(({ name }) => name === map.name);
    return named !== undefined && named.elements.some(({ leadsTo }) => isAccept(leadsTo));
  });
}

function isAccept(value: MapValue | null): boolean {
  return value?.kind === 'verdict' && value.verdict.kind === 'accept';
}

const known = new WeakMap<Table, ReadonlyMap<string, readonly Rule[]>>();

/** From the rules that accept back to those that lead to their chains. */
function findWays(table: Table): ReadonlyMap<string, readonly Rule[]> {
  const accepting = table.chains.filter(({ rules }) => rules.some((rule) => mayAccept(rule, table)));
  const hopeful = new Set(accepting.map(({ name }) => name));
  // A set goes on with what is added to it meanwhile.
  for (const chain of hopeful) for (const caller of callersOf(table, chain)) hopeful.add(caller.chain);
  return new Map(
    Array.from(hopeful, (name) => [
      name,
      (chainOfTable(table, name)?.rules ?? []).filter(
        (rule) => mayAccept(rule, table) || hopeful.has(chainLedTo(rule.spec) ?? ''),
      ),
    ]),
  );
}

import type { Chain, Table } from '../../model/ruleset.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import { chainsCalled, chainsReached } from '../chains/chains-called.ts';
import { isFleeting } from './fleeting.ts';

/** Whether a chain, or one that it leads to, asks what can have another answer the next time. */
export function asksFleeting(table: Table, chain: Chain): boolean {
  const { fleeting } = knownOf(table);
  let answer = fleeting.get(chain);
  if (answer === undefined) {
    answer = [...chainsReached(table, chain.name)].some((name) =>
      chainOfTable(table, name)?.rules.some(({ spec }) => spec.conditions.some(isFleeting)),
    );
    fleeting.set(chain, answer);
  }
  return answer;
}

/** How many rules before that one lead to a chain of that name: the call keeps its name when others come before it. */
export function callsBefore(table: Table, chain: Chain, index: number, to: string): number {
  const { counted } = knownOf(table);
  let places = counted.get(chain);
  if (places === undefined) {
    const times = new Map<string, number>();
    places = chain.rules.map((rule) => {
      const before = new Map<string, number>();
      for (const name of chainsCalled(rule, table.sets)) {
        const count = times.get(name) ?? 0;
        before.set(name, count);
        times.set(name, count + 1);
      }
      return before;
    });
    counted.set(chain, places);
  }
  return places[index]?.get(to) ?? 0;
}

interface KnownOfTable {
  readonly fleeting: Map<Chain, boolean>;
  readonly counted: Map<Chain, readonly ReadonlyMap<string, number>[]>;
}

function knownOf(table: Table): KnownOfTable {
  let answers = known.get(table);
  if (answers === undefined) known.set(table, (answers = { fleeting: new Map(), counted: new Map() }));
  return answers;
}

/** By table: two configurations share the chains that are alike in both, though those lead to others in each. */
const known = new WeakMap<Table, KnownOfTable>();

import type { Chain, Table } from '../../model/ruleset.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import { chainsCalled, chainsReached } from '../chains/chains-called.ts';
import { isFleeting } from './fleeting.ts';

/** Whether a chain, or one that it leads to, asks what can have another answer the next time. */
export function asksFleeting(table: Table, chain: Chain): boolean {
  let answer = known.get(chain);
  if (answer === undefined) {
    answer = [...chainsReached(table, chain.name)].some((name) =>
      chainOfTable(table, name)?.rules.some(({ spec }) => spec.conditions.some(isFleeting)),
    );
    known.set(chain, answer);
  }
  return answer;
}

const known = new WeakMap<Chain, boolean>();

/** How many rules before that one lead to a chain of that name: the call keeps its name when others come before it. */
export function callsBefore(table: Table, chain: Chain, index: number, to: string): number {
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

const counted = new WeakMap<Chain, readonly ReadonlyMap<string, number>[]>();

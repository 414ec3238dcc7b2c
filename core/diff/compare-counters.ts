import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import { verdictOfSpec } from '../kernel/rule-effect.ts';
import type { CountedDrop } from '../model/diff.ts';
import type { Chain, Counter, Rule } from '../model/ruleset.ts';

/**
 * What rules that drop, and policies, counted from one dump to the next: where packets died in between, also where nobody
 * traced them. Counters are no change of the configuration. Rules are paired by their text in their order; where a counter
 * of the table fell, it was reset in between, and nothing is told of the table.
 */
export function compareCounters(
  host: string,
  before: readonly LoadedTable[],
  after: readonly LoadedTable[],
): readonly CountedDrop[] {
  return after
    .flatMap(({ table }) => {
      const old = before.find((each) => each.table.family === table.family && each.table.name === table.name);
      if (old === undefined) return [];
      const places = table.chains.flatMap((chain) => {
        const former = old.table.chains.find(({ name }) => name === chain.name);
        return former === undefined ? [] : countedIn(former, chain);
      });
      if (places.some(({ packets }) => packets < 0)) return [];
      return places
        .filter(({ drops, packets }) => drops && packets > 0)
        .map(({ drops: _, ...place }) => ({ host, family: table.family, table: table.name, ...place }));
    })
    .toSorted((a, b) => b.packets - a.packets);
}

type CountedPlace = Omit<CountedDrop, 'host' | 'family' | 'table'> & { readonly drops: boolean };

function countedIn(before: Chain, after: Chain): readonly CountedPlace[] {
  const former = new Map<string, Rule[]>();
  for (const rule of before.rules) former.set(rule.text, [...(former.get(rule.text) ?? []), rule]);
  const rules = after.rules.flatMap((rule): CountedPlace[] => {
    const old = former.get(rule.text)?.shift();
    const counted = difference(old?.counter ?? null, rule.counter);
    if (counted === null) return [];
    const verdict = verdictOfSpec(rule.spec);
    const drops = verdict === 'drop' || verdict === 'reject';
    const shown = { number: rule.number, text: rule.text.trim() };
    return [{ chain: after.name, rule: shown, ...counted, drops, at: rule.at }];
  });
  const policy = difference(before.policyCounter, after.policyCounter);
  if (policy === null) return rules;
  const drops = after.policy === 'DROP';
  return [...rules, { chain: after.name, rule: null, ...policy, drops, at: after.at }];
}

function difference(before: Counter | null, after: Counter | null): Counter | null {
  if (before === null || after === null) return null;
  return { packets: after.packets - before.packets, bytes: after.bytes - before.bytes };
}

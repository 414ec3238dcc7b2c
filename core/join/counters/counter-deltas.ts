import type { Chain, Counter, Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { HostRuleset } from '../hosts/choose-tables.ts';

/** What rules and policies counted between two dumps of one bundle; null where there is one dump only, or no telling. */
export interface CounterDeltas {
  of(host: string, family: string, table: string): TableDeltas;
}

/** What a rule of a table counted, or with null for a rule, the policy of the chain. */
export type TableDeltas = (chain: string, rule: Rule | null) => Counter | null;

/**
 * Two dumps of one table give what was counted between them. Which is the earlier one is told by the time that they
 * print, then by the files' names (`before`, `after`), then by the counters, which only rise. Counters that fell were
 * reset in between: then nothing is told. Rules are paired by their text.
 */
export function counterDeltas(rulesets: readonly HostRuleset[]): CounterDeltas {
  const deltas = new Map<string, Map<string, Counter>>();
  for (const { key, dumps } of dumpsOfTables(rulesets)) {
    const pair = firstAndLast(dumps);
    if (pair === null) continue;
    const found = differencesOf(pair[0].table, pair[1].table);
    const counters = [...found.values()];
    // Two copies of one dump have nothing between them, and two dumps with a reset between them tell nothing.
    if (counters.some(({ packets }) => packets < 0) || counters.every(({ packets }) => packets === 0))
      continue;
    deltas.set(key, new Map([...(deltas.get(key) ?? []), ...found]));
  }
  return {
    of(host, family, table) {
      const found = deltas.get([host, family, table].join('\0'));
      return (chain, rule) => found?.get(placeKey(chain, rule)) ?? null;
    },
  };
}

interface Dump {
  readonly ruleset: Ruleset;
  readonly table: Table;
}

/** The dumps of one table, by host, family and name; or those of one chain, where only chains of the table were asked for. */
interface Dumps {
  readonly key: string;
  readonly dumps: Dump[];
}

function dumpsOfTables(rulesets: readonly HostRuleset[]): Iterable<Dumps> {
  const found = new Map<string, Dumps>();
  const add = (key: string, chain: string, dump: Dump): void => {
    const known = found.get(`${key}\0${chain}`);
    if (known === undefined) found.set(`${key}\0${chain}`, { key, dumps: [dump] });
    else known.dumps.push(dump);
  };
  for (const { host, ruleset } of rulesets)
    for (const table of ruleset.tables) {
      const key = [host, ruleset.family ?? table.family, table.name].join('\0');
      if (table.covers !== 'its-chains') add(key, '', { ruleset, table });
      else
        for (const chain of table.chains)
          add(key, chain.name, { ruleset, table: { ...table, chains: [chain] } });
    }
  return found.values();
}

function firstAndLast(dumps: readonly Dump[]): readonly [Dump, Dump] | null {
  const [one, ...others] = dumps;
  if (
    one === undefined ||
    others.length === 0 ||
    others.some(({ ruleset }) => ruleset.backend !== one.ruleset.backend)
  )
    return null;
  const ranks = [
    ({ ruleset }: Dump) => ruleset.printedAt ?? NaN,
    rankOfName,
    (dump: Dump) => sumOf(dump.table),
  ];
  for (const rankOf of ranks) {
    const ranked = dumps
      .map((dump) => ({ dump, rank: rankOf(dump) }))
      .filter(({ rank }) => !Number.isNaN(rank));
    if (ranked.length < dumps.length) continue;
    ranked.sort((a, b) => a.rank - b.rank);
    const [first, last] = [ranked[0], ranked.at(-1)];
    if (first !== undefined && last !== undefined && first.rank < last.rank) return [first.dump, last.dump];
  }
  return null;
}

function rankOfName({ ruleset: { file } }: Dump): number {
  if (/(?:^|[^a-z])(?:before|pre|old|start|first)(?:[^a-z]|$)/i.test(file)) return 0;
  return /(?:^|[^a-z])(?:after|post|new|end|last)(?:[^a-z]|$)/i.test(file) ? 1 : NaN;
}

function sumOf({ chains }: Table): number {
  const counters = chains.flatMap(({ rules, policyCounter }) => [
    policyCounter,
    ...rules.map(({ counter }) => counter),
  ]);
  return counters.reduce((sum, counter) => sum + (counter?.packets ?? 0), 0);
}

function differencesOf(earlier: Table, later: Table): ReadonlyMap<string, Counter> {
  const before = countersOf(earlier);
  const found = new Map<string, Counter>();
  for (const [place, { packets, bytes }] of countersOf(later)) {
    const known = before.get(place);
    // A rule that was added in between began at 0, but when is not known.
    if (known !== undefined)
      found.set(place, { packets: packets - known.packets, bytes: bytes - known.bytes });
  }
  return found;
}

/** Of rules with the same text in one chain no one knows which is which: they are left out. */
function countersOf({ chains }: Table): ReadonlyMap<string, Counter> {
  const counters = new Map<string, Counter>();
  const twice = new Set<string>();
  const add = (chain: Chain, rule: Rule | null, counter: Counter | null): void => {
    if (counter === null) return;
    const key = placeKey(chain.name, rule);
    if (counters.has(key)) twice.add(key);
    counters.set(key, counter);
  };
  for (const chain of chains) {
    add(chain, null, chain.policyCounter);
    for (const rule of chain.rules) add(chain, rule, rule.counter);
  }
  for (const key of twice) counters.delete(key);
  return counters;
}

function placeKey(chain: string, rule: Rule | null): string {
  return `${chain}\0${rule?.text ?? ''}`;
}

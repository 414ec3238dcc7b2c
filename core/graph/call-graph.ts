import { baseChainOf } from '../kernel/base-chains.ts';
import { chainsCalled } from '../kernel/chains-called.ts';
import type { BaseChain } from '../model/journey.ts';
import type { Ruleset } from '../model/ruleset.ts';
import { tableKey } from './flow-node.ts';
import type { CallGraph } from './layout.ts';

/** The calls between the chains of each host's rulesets, and the chains on hooks that nft's have. */
export function buildCallGraph(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
): CallGraph {
  const tables = new Map<string, Set<string>>();
  const bases = new Map<string, BaseChain[]>();
  const calls = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  for (const { host, ruleset } of rulesets) {
    for (const table of ruleset.tables) {
      const own = tableKey(table.family, table.name);
      const names = new Set(table.chains.map(({ name }) => name));
      for (const chain of table.chains) {
        const base = baseChainOf(table, chain, ruleset.backend === 'nft' ? 'nft' : 'legacy');
        if (base === null) sizes.set(host, (sizes.get(host) ?? 0) + 1);
        else if (base.known === 'ruleset') bases.set(host, [...(bases.get(host) ?? []), base]);
        else entry(tables, host).add(table.name);
        const called = entry(calls, key(host, own, chain.name));
        for (const rule of chain.rules)
          for (const name of chainsCalled(rule, table.sets)) if (names.has(name)) called.add(name);
      }
    }
  }
  return {
    tables: (host) => [...(tables.get(host) ?? [])],
    bases: (host) => bases.get(host) ?? [],
    calls: (host, table, chain) => [...(calls.get(key(host, table, chain)) ?? [])],
    size: (host) => sizes.get(host) ?? 0,
  };
}

function key(...parts: readonly string[]): string {
  return parts.join('\0');
}

function entry(map: Map<string, Set<string>>, name: string): Set<string> {
  let set = map.get(name);
  if (set === undefined) {
    set = new Set();
    map.set(name, set);
  }
  return set;
}

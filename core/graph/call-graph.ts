import type { Ruleset } from '../model/ruleset.ts';
import type { CallGraph } from './layout.ts';

/** The calls between the chains of each host's rulesets. */
export function buildCallGraph(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
): CallGraph {
  const tables = new Map<string, Set<string>>();
  const calls = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  for (const { host, ruleset } of rulesets) {
    for (const table of ruleset.tables) {
      entry(tables, host).add(table.name);
      const names = new Set(table.chains.map(({ name }) => name));
      for (const chain of table.chains) {
        if (chain.policy === null) sizes.set(host, (sizes.get(host) ?? 0) + 1);
        const called = entry(calls, key(host, table.name, chain.name));
        for (const { target } of chain.rules)
          if (target !== null && names.has(target.name)) called.add(target.name);
      }
    }
  }
  return {
    tables: (host) => [...(tables.get(host) ?? [])],
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

import { baseChainOf } from '../kernel/chains/base-chains.ts';
import type { Ruleset } from '../model/ruleset.ts';
import type { ListedBaseChain } from './finding.ts';

/**
 * The base chains that a host's rulesets show, where the dump says which backend has them. What iptables-nft and nft both
 * show stands there once, of several dumps as the last has it. Looked for once for each host.
 */
export function listedBaseChains(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
): (host: string) => readonly ListedBaseChain[] {
  const known = new Map<string, readonly ListedBaseChain[]>();
  return (host) => {
    let chains = known.get(host);
    if (chains === undefined) {
      chains = chainsIn(rulesets.flatMap((entry) => (entry.host === host ? [entry.ruleset] : [])));
      known.set(host, chains);
    }
    return chains;
  };
}

function chainsIn(rulesets: readonly Ruleset[]): readonly ListedBaseChain[] {
  const found = new Map<string, ListedBaseChain>();
  for (const { backend, tables } of rulesets) {
    if (backend === 'unknown') continue;
    for (const table of tables)
      for (const chain of table.chains) {
        const base = baseChainOf(table, chain, backend);
        if (base === null) continue;
        found.set([backend, table.family, table.name, chain.name].join('\0'), { base, table, chain });
      }
  }
  return [...found.values()];
}

import { baseChainOf } from '../kernel/chains/base-chains.ts';
import { chainsCalled } from '../kernel/chains/chains-called.ts';
import { chainOfTable } from '../model/chain-of-table.ts';
import type { BaseChain } from '../model/journey.ts';
import type { Chain, Ruleset, Table } from '../model/ruleset.ts';
import { tableKey } from './flow-node.ts';

/** Which chains a host's ruleset has and which chains each calls, in the order of the rules. */
export interface CallGraph {
  /** Tables of iptables in the host's ruleset; empty where the bundle has none. */
  tables(host: string): readonly string[];
  /** The base chains of nft in the host's ruleset. */
  bases(host: string): readonly BaseChain[];
  /** Chains that a chain jumps or goes to, in the order of its rules, without repetition; `table` as `tableKey` has it. */
  calls(host: string, table: string, chain: string): readonly string[];
  /** Whether the table has such a chain. */
  has(host: string, table: string, chain: string): boolean;
  /** Number of user-defined chains. */
  size(host: string): number;
}

/** The calls between the chains of each host's rulesets, and the chains on hooks that nft's have. */
export function buildCallGraph(
  rulesets: readonly { readonly host: string; readonly ruleset: Ruleset }[],
): CallGraph {
  const hosts = new Map<string, HostChains>();
  for (const { host, ruleset } of rulesets) {
    const own = entry<HostChains>(hosts, host, () => ({
      tables: new Set(),
      bases: [],
      chains: new Map(),
      size: 0,
    }));
    for (const table of ruleset.tables) {
      const chains = entry(
        own.chains,
        tableKey(table.family, table.name),
        () => new Map<string, ShownChain>(),
      );
      for (const chain of table.chains) {
        const base = baseChainOf(table, chain, ruleset.backend === 'nft' ? 'nft' : 'legacy');
        if (base === null) own.size++;
        else if (base.known === 'ruleset') own.bases.push(base);
        else own.tables.add(table.name);
        entry(chains, chain.name, () => ({ dumps: [], calls: null })).dumps.push({ table, chain });
      }
    }
  }
  return {
    tables: (host) => [...(hosts.get(host)?.tables ?? [])],
    bases: (host) => hosts.get(host)?.bases ?? [],
    calls(host, table, chain) {
      const own = hosts.get(host)?.chains.get(table)?.get(chain);
      if (own === undefined) return [];
      own.calls ??= callsOf(own.dumps);
      return own.calls;
    },
    has: (host, table, chain) => hosts.get(host)?.chains.get(table)?.has(chain) === true,
    size: (host) => hosts.get(host)?.size ?? 0,
  };
}

interface HostChains {
  readonly tables: Set<string>;
  readonly bases: BaseChain[];
  /** By table (as `tableKey` has it), then by name. */
  readonly chains: Map<string, Map<string, ShownChain>>;
  size: number;
}

/** A chain in each dump that shows it, and what it calls, which is found out when somebody asks. */
interface ShownChain {
  readonly dumps: { readonly table: Table; readonly chain: Chain }[];
  calls: readonly string[] | null;
}

function callsOf(dumps: ShownChain['dumps']): readonly string[] {
  const called = new Set<string>();
  for (const { table, chain } of dumps)
    for (const rule of chain.rules)
      for (const name of chainsCalled(rule, table.sets))
        if (chainOfTable(table, name) !== undefined) called.add(name);
  return [...called];
}

function entry<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make();
  map.set(name, made);
  return made;
}

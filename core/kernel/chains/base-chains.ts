import type { BaseChain, Hook } from '../../model/journey.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import type { TableFamily } from '../../model/trace.ts';
import { positionOf, tablesOfHook } from './hooks.ts';

/** The base chain of that name that iptables, ip6tables and ebtables have by themselves; null for any other chain. */
export function builtInChain(
  tableFamily: TableFamily,
  table: string,
  chain: string,
  side: BaseChain['side'],
): BaseChain | null {
  const position = positionOf(table, chain);
  // Most chains are user-defined, and this is asked of every step of every way.
  if (position === null && tableFamily !== 'bridge') return null;
  const named = { tableFamily, table, chain, side, known: 'built-in' } as const;
  if (tableFamily === 'bridge') {
    const found = bridgeChains.find((each) => each.table === table && each.chain === chain);
    if (found === undefined) return null;
    return { ...named, layer: 'bridge', hook: found.hook, priority: found.priority, nat: false };
  }
  if (tableFamily !== 'ip' && tableFamily !== 'ip6') return null;
  return position === null ? null : { ...named, ...position, layer: 'ip', nat: table === 'nat' };
}

/** All built-in chains of iptables or ip6tables on a hook, in the order in which a packet meets them. */
export function builtInChainsOn(
  tableFamily: 'ip' | 'ip6',
  hook: Hook,
  side: BaseChain['side'],
): readonly BaseChain[] {
  return tablesOfHook[hook].flatMap(
    (table) => builtInChain(tableFamily, table, hook.toUpperCase(), side) ?? [],
  );
}

/** The built-in chains of ebtables on a bridge's hook, in order. */
export function bridgeChainsOn(hook: Hook, side: BaseChain['side']): readonly BaseChain[] {
  return bridgeChains
    .filter((each) => each.hook === hook)
    .flatMap(({ table, chain }) => builtInChain('bridge', table, chain, side) ?? []);
}

/** Where a chain of a ruleset hangs; null for a user-defined chain. */
export function baseChainOf(table: Table, chain: Chain, side: BaseChain['side']): BaseChain | null {
  if (chain.base === null) return builtInChain(table.family, table.name, chain.name, side);
  const { hook, priority, type } = chain.base;
  const named = { tableFamily: table.family, table: table.name, chain: chain.name, side } as const;
  const known = { ...named, known: 'ruleset', nat: type === 'nat' } as const;
  const layer = table.family === 'bridge' ? 'bridge' : 'ip';
  if (hook === 'ingress') return { ...known, layer, hook: 'prerouting', priority: priority - BEYOND };
  if (hook === 'egress') return { ...known, layer, hook: 'postrouting', priority: priority + BEYOND };
  return { ...known, layer, hook, priority };
}

/** Further from 0 than any priority that people write. */
const BEYOND = 1e6;

/** linux/netfilter_bridge.h, `enum nf_br_hook_priorities`; br_netfilter takes frames up to IP's hooks at 0. */
const bridgeChains: readonly { table: string; chain: string; hook: Hook; priority: number }[] = [
  { table: 'broute', chain: 'BROUTING', hook: 'prerouting', priority: -BEYOND },
  { table: 'nat', chain: 'PREROUTING', hook: 'prerouting', priority: -300 },
  { table: 'filter', chain: 'INPUT', hook: 'input', priority: -200 },
  { table: 'filter', chain: 'FORWARD', hook: 'forward', priority: -200 },
  { table: 'nat', chain: 'OUTPUT', hook: 'output', priority: 100 },
  { table: 'filter', chain: 'OUTPUT', hook: 'output', priority: 200 },
  { table: 'nat', chain: 'POSTROUTING', hook: 'postrouting', priority: 300 },
];

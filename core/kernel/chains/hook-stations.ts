import { baseChainOf } from './base-chains.ts';
import type { Hook } from '../../model/verdict.ts';
import type { Chain, Table } from '../../model/ruleset.ts';

/** A chain with the table that it belongs to. */
export interface HookedChain {
  readonly table: Table;
  readonly chain: Chain;
}

/** What a packet comes by on a hook: connection tracking, a chain, or the nat chains, which the kernel calls as one. */
export type HookStation =
  | { readonly kind: 'conntrack' }
  /** `reroutes`: a packet of the host itself is routed again where the chain changed what routing looks at. */
  | (HookedChain & { readonly kind: 'chain'; readonly reroutes: 'yes' | 'no' })
  | { readonly kind: 'nat'; readonly chains: readonly HookedChain[] };

/**
 * The stations of a hook by priority, those of iptables and nft together. Of equal priorities the one that was hooked up
 * last comes first (nf_hook_entries_grow(), net/netfilter/core.c); dumps list chains in the order of their making. The
 * nat chains stand at one place whatever their priorities are, which only order them among themselves
 * (nf_nat_register_fn(), net/netfilter/nf_nat_core.c).
 */
export function stationsOn(tables: readonly Table[], hook: Hook): readonly HookStation[] {
  const known = remembered.get(tables) ?? new Map<Hook, readonly HookStation[]>();
  remembered.set(tables, known);
  const stations = known.get(hook) ?? findStations(tables, hook);
  known.set(hook, stations);
  return stations;
}

/** The chains of nft that see the packets of one interface before all hooks, or after them, in order. */
export function deviceChains(
  tables: readonly Table[],
  hook: 'ingress' | 'egress',
  device: string,
): readonly HookedChain[] {
  let chains = withDevice.get(tables);
  if (chains === undefined) withDevice.set(tables, (chains = chainsWithDevice(tables)));
  return chains
    .filter(({ chain: { base } }) => base?.hook === hook && base.device?.split(' ').includes(device) === true)
    .toReversed()
    .sort((a, b) => (a.chain.base?.priority ?? 0) - (b.chain.base?.priority ?? 0));
}

/** Found once: of a node's 40,000 chains mostly none. */
function chainsWithDevice(tables: readonly Table[]): readonly HookedChain[] {
  return tables.flatMap((table) =>
    table.chains.flatMap((chain) => ((chain.base?.device ?? null) === null ? [] : [{ table, chain }])),
  );
}

const withDevice = new WeakMap<readonly Table[], readonly HookedChain[]>();
const remembered = new WeakMap<readonly Table[], Map<Hook, readonly HookStation[]>>();

/** NF_IP_PRI_CONNTRACK, NF_IP_PRI_NAT_DST and NF_IP_PRI_NAT_SRC (linux/netfilter_ipv4.h). */
const TRACKING = -200;
const DESTINATION_NAT = -100;
const SOURCE_NAT = 100;

interface Placed {
  readonly station: HookStation;
  readonly priority: number;
  /** Higher for what was hooked up later. */
  readonly age: number;
}

function findStations(tables: readonly Table[], hook: Hook): readonly HookStation[] {
  const placed: Placed[] = [];
  const nat: (HookedChain & { readonly priority: number; readonly age: number })[] = [];
  let firstNat: number | null = null;
  let age = 0;
  for (const table of tables) {
    if (table.family === 'bridge' || table.family === 'arp') continue;
    for (const chain of table.chains) {
      const base = baseChainOf(table, chain, 'nft');
      if (base === null) continue;
      age++;
      if (base.nat) firstNat ??= age;
      if (base.hook !== hook || chain.base?.hook === 'ingress' || chain.base?.hook === 'egress') continue;
      if (base.nat) {
        nat.push({ table, chain, priority: base.priority, age });
        continue;
      }
      const isRouting = chain.base === null ? table.name === 'mangle' : chain.base.type === 'route';
      const reroutes = hook === 'output' && isRouting ? 'yes' : 'no';
      placed.push({ station: { kind: 'chain', table, chain, reroutes }, priority: base.priority, age });
    }
  }
  const translates = hook === 'prerouting' || hook === 'output';
  if (translates) placed.push({ station: { kind: 'conntrack' }, priority: TRACKING, age: Infinity });
  if (hook !== 'forward')
    placed.push({
      station: { kind: 'nat', chains: nat.sort(byPriority) },
      priority: translates ? DESTINATION_NAT : SOURCE_NAT,
      age: firstNat ?? 0,
    });
  return placed.sort(byPriority).map(({ station }) => station);
}

function byPriority(a: Pick<Placed, 'priority' | 'age'>, b: Pick<Placed, 'priority' | 'age'>): number {
  return a.priority - b.priority || b.age - a.age;
}

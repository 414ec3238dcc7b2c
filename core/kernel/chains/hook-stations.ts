import { baseChainOf } from './base-chains.ts';
import type { Hook } from '../../model/verdict.ts';
import type { BaseHook, Chain, Table } from '../../model/ruleset.ts';

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

/** A chain of an interface; `possible`: the dump does not show of which interface. */
export interface DeviceChain extends HookedChain {
  readonly hangs: 'here' | 'possible';
}

/** The chains of nft that see the packets of one interface before all hooks, or after them, in order. */
export function deviceChains(
  tables: readonly Table[],
  hook: 'ingress' | 'egress',
  device: string,
): readonly DeviceChain[] {
  let chains = ofDevices.get(tables);
  if (chains === undefined) ofDevices.set(tables, (chains = chainsOfDevices(tables)));
  return chains
    .flatMap(({ table, chain, base }): readonly DeviceChain[] => {
      const hangs = base.hook === hook ? hangsOn(base, device) : 'elsewhere';
      return hangs === 'elsewhere' ? [] : [{ table, chain, hangs }];
    })
    .toReversed()
    .sort((a, b) => (a.chain.base?.priority ?? 0) - (b.chain.base?.priority ?? 0));
}

function hangsOn({ devices }: BaseHook, device: string): DeviceChain['hangs'] | 'elsewhere' {
  if (devices === 'not-shown') return 'possible';
  return devices.some((name) => isNamed(device, name)) ? 'here' : 'elsewhere';
}

/** Since Linux 6.16 a chain may hang on `eth*`. */
function isNamed(device: string, name: string): boolean {
  return name.endsWith('*') ? device.startsWith(name.slice(0, -1)) : device === name;
}

/** Found once: of a node's 40,000 chains mostly none. */
function chainsOfDevices(tables: readonly Table[]): readonly ChainOfDevices[] {
  return tables.flatMap((table) =>
    table.chains.flatMap((chain) => {
      const { base } = chain;
      return base?.hook === 'ingress' || base?.hook === 'egress' ? [{ table, chain, base }] : [];
    }),
  );
}

interface ChainOfDevices extends HookedChain {
  readonly base: BaseHook;
}

const ofDevices = new WeakMap<readonly Table[], readonly ChainOfDevices[]>();
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

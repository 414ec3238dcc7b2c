import type { Family } from '../../model/family.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { TableFamily, TracePlace } from '../../model/trace.ts';
import { bridgeChainsOn, builtInChain, builtInChainsOn } from './base-chains.ts';

/** A base chain of one host. */
export interface HostBaseChain extends BaseChain {
  readonly host: string;
}

/**
 * Which base chains a host has at work on which hook. A table that is not loaded logs nothing, so a missing line means
 * something only where the chain is known to log.
 */
export class ActiveChains {
  readonly #seen = new Set<string>();
  /** By host, side, family, layer and hook: the highest priority of the chains that the log shows there. */
  readonly #lastSeen = new Map<string, number>();
  readonly #loaded = new Set<string>();
  readonly #listed = new Set<string>();
  readonly #hooked = new Map<string, HostBaseChain>();
  /** Asked for every step of every way. */
  readonly #bases = new WeakMap<TracePlace, BaseChain | null>();
  readonly #onHook = new Map<string, readonly BaseChain[]>();
  /** The priorities, ascending, of the chains that have a line of every packet. */
  readonly #printingOnHook = new Map<readonly BaseChain[], readonly number[]>();
  readonly #liveOnHook = new Map<readonly BaseChain[], readonly BaseChain[]>();

  /** `listed`: the tables of the rulesets of iptables; `hooked`: the base chains of nftables. */
  constructor(
    places: readonly TracePlace[],
    listed: readonly ListedTable[] = [],
    hooked: readonly HostBaseChain[] = [],
  ) {
    for (const chain of hooked) this.#hooked.set(chainKey(chain.host, chain), chain);
    for (const place of places) {
      const chain = this.baseOf(place);
      // LOG rules have conditions of their own: a packet without their line may have passed all the same.
      if (chain === null || place.tracer === 'log') continue;
      const hook = hookKey(place.host, chain.side, place.family, chain);
      this.#lastSeen.set(hook, Math.max(this.#lastSeen.get(hook) ?? -Infinity, chain.priority));
      this.#seen.add(key(chain.side, chainKey(place.host, chain)));
      this.#loaded.add(key(place.host, chain.side, chain.tableFamily, chain.table));
    }
    for (const { host, tableFamily, table } of listed) this.#listed.add(key(host, tableFamily, table));
  }

  /** The base chain that the place is in itself; null where its chain is a user-defined one. */
  baseOf(place: TracePlace): BaseChain | null {
    let base = this.#bases.get(place);
    if (base === undefined) {
      base = this.#findBase(place);
      this.#bases.set(place, base);
    }
    return base;
  }

  #findBase({ host, tracer, tableFamily, table, chain }: TracePlace): BaseChain | null {
    if (tracer === 'trace') return builtInChain(tableFamily, table, chain, 'legacy');
    const hooked = this.#hooked.get(chainKey(host, { tableFamily, table, chain }));
    return hooked ?? builtInChain(tableFamily, table, chain, tracer === 'log' ? 'legacy' : 'nft');
  }

  /** The base chain from which a packet came into the place's chain, where the line itself tells; for LOG lines alone. */
  entryOf(place: TracePlace): BaseChain | null {
    const hook = place.printed?.hook;
    if (hook === undefined) return null;
    const { host, family, tableFamily, table } = place;
    const layer = tableFamily === 'bridge' ? 'bridge' : 'ip';
    const sides = ['legacy', 'nft'] as const;
    const chains = sides.flatMap((side) => this.chainsOn(host, side, family, { layer, hook }));
    return chains.find((chain) => chain.table === table && chain.tableFamily === tableFamily) ?? null;
  }

  /** The base chains that a packet of the family can meet on a hook, in order, whether at work or not. */
  chainsOn(
    host: string,
    side: BaseChain['side'],
    family: Family,
    { layer, hook }: Pick<BaseChain, 'layer' | 'hook'>,
  ): readonly BaseChain[] {
    const known = key(host, side, family, layer, hook);
    let chains = this.#onHook.get(known);
    if (chains === undefined) {
      chains = this.#findOn(host, side, family, layer, hook);
      this.#onHook.set(known, chains);
    }
    return chains;
  }

  /** Those of them that a packet would meet (see `isLive`). */
  liveOn(
    host: string,
    side: BaseChain['side'],
    family: Family,
    station: Pick<BaseChain, 'layer' | 'hook'>,
  ): readonly BaseChain[] {
    const chains = this.chainsOn(host, side, family, station);
    let live = this.#liveOnHook.get(chains);
    if (live === undefined) {
      live = chains.filter((chain) => this.isLive(host, family, chain));
      this.#liveOnHook.set(chains, live);
    }
    return live;
  }

  /**
   * Whether one of them between two priorities would have a line of any packet that comes to it: the log has one of that
   * chain itself. nat has none for known connections.
   */
  printsBetween(
    host: string,
    side: BaseChain['side'],
    family: Family,
    station: Pick<BaseChain, 'layer' | 'hook'>,
    above: number,
    below: number,
  ): boolean {
    const chains = this.chainsOn(host, side, family, station);
    let printing = this.#printingOnHook.get(chains);
    if (printing === undefined) {
      printing = chains
        .filter((chain) => !chain.nat && this.#logs(host, chain))
        .map(({ priority }) => priority);
      this.#printingOnHook.set(chains, printing);
    }
    const next = printing[firstAbove(printing, above)];
    return next !== undefined && next < below;
  }

  /** Whether a ruleset of nft says which chains the host has; then no others are there. */
  listsAll(host: string, side: BaseChain['side']): boolean {
    return (
      side === 'nft' &&
      [...this.#hooked.values()].some((each) => each.host === host && each.known === 'ruleset')
    );
  }

  /** Whether the host's log has a line of that chain itself. */
  #logs(host: string, chain: BaseChain): boolean {
    return this.#seen.has(key(chain.side, chainKey(host, chain)));
  }

  /**
   * Whether a packet of that hook would meet the chain. A table of iptables hangs on all its hooks at once, so a line of
   * it on any hook will do. Where the log shows nothing that comes after the chain, the ruleset speaks; but listing a table
   * loads it, so the log has the first word. The chains of nftables are there one by one, as the ruleset or the trace shows.
   */
  isLive(host: string, family: Family, chain: BaseChain): boolean {
    const { side, tableFamily, table } = chain;
    if (this.#isHung(host, chain) || this.#logs(host, chain)) return true;
    if (side === 'nft') return false;
    if (this.#loaded.has(key(host, side, tableFamily, table))) return true;
    if (this.#showsWhatFollows(host, family, chain)) return false;
    return this.#listed.has(key(host, tableFamily, table));
  }

  /**
   * Whether the log has lines of what comes after the chain. At the last hook nothing may, and any line of it counts, but
   * for filter, which is hardly ever loaded by listing it.
   */
  #showsWhatFollows(host: string, family: Family, chain: BaseChain): boolean {
    const { side, layer, hook, priority, table } = chain;
    const last = (other: Hook): number | undefined =>
      this.#lastSeen.get(hookKey(host, side, family, { layer, hook: other }));
    const here = last(hook);
    const next = hooksAfter[hook];
    if (next.length === 0 && table !== 'filter') return here !== undefined;
    return (here ?? -Infinity) > priority || next.some((other) => last(other) !== undefined);
  }

  #isHung(host: string, chain: BaseChain): boolean {
    return this.#hooked.get(chainKey(host, chain))?.side === chain.side;
  }

  #findOn(
    host: string,
    side: BaseChain['side'],
    family: Family,
    layer: BaseChain['layer'],
    hook: Hook,
  ): readonly BaseChain[] {
    const own = family === 'ipv6' ? 'ip6' : 'ip';
    const families: readonly TableFamily[] = layer === 'bridge' ? ['bridge'] : [own, 'inet', 'netdev'];
    const hooked = [...this.#hooked.values()].filter(
      (chain) =>
        chain.host === host &&
        chain.hook === hook &&
        families.includes(chain.tableFamily) &&
        (layer === 'bridge' || chain.side === side),
    );
    const builtIn = layer === 'bridge' ? bridgeChainsOn(hook, side) : builtInChainsOn(own, hook, side);
    const others = builtIn.filter((chain) => !this.#isHung(host, chain));
    // Of equal priorities the chain that was registered later comes first; rulesets list them in the order of their making.
    return [...hooked.toReversed(), ...(side === 'nft' && layer === 'ip' ? [] : others)].sort(
      (a, b) => a.priority - b.priority,
    );
  }
}

const hooksAfter: Readonly<Record<Hook, readonly Hook[]>> = {
  prerouting: ['input', 'forward', 'postrouting'],
  forward: ['postrouting'],
  output: ['postrouting'],
  input: [],
  postrouting: [],
};

/** A table that a ruleset of iptables has. */
export interface ListedTable {
  readonly host: string;
  readonly tableFamily: TableFamily;
  readonly table: string;
}

/** The index of the first of some ascending numbers that is larger; their count where none is. */
function firstAbove(numbers: readonly number[], number: number): number {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((numbers[middle] as number) > number) to = middle;
    else from = middle + 1;
  }
  return from;
}

function hookKey(
  host: string,
  side: BaseChain['side'],
  family: Family,
  { layer, hook }: Pick<BaseChain, 'layer' | 'hook'>,
): string {
  return key(host, side, family, layer, hook);
}

function chainKey(
  host: string,
  { tableFamily, table, chain }: Pick<BaseChain, 'tableFamily' | 'table' | 'chain'>,
): string {
  return key(host, tableFamily, table, chain);
}

function key(...parts: readonly string[]): string {
  return parts.join('\0');
}

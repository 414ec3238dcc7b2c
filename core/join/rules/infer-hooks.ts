import { baseChainOf, builtInChain } from '../../kernel/chains/base-chains.ts';
import type { HostBaseChain } from '../../kernel/chains/active-chains.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { Chain, Ruleset, Table } from '../../model/ruleset.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { type HostRuleset, isOfNft } from '../hosts/choose-tables.ts';

/**
 * Where the chains of nftables hang, host by host: as `nft list ruleset` says; for iptables-nft as the names say; and
 * for chains that no ruleset of the bundle shows, as far as the packets that met them tell.
 */
export function inferHooks(events: TraceEvents, rulesets: readonly HostRuleset[]): readonly HostBaseChain[] {
  const hooked = new Map<string, HostBaseChain>();
  const userDefined = new Set<string>();
  const add = (host: string, base: BaseChain): void => {
    const known = hooked.get(keyOf(host, base));
    if (known === undefined || known.known !== 'ruleset') hooked.set(keyOf(host, base), { host, ...base });
  };
  for (const { host, ruleset } of byOrderOfTrace(rulesets, events)) {
    if (ruleset.backend !== 'nft') continue;
    for (const table of ruleset.tables) {
      for (const chain of table.chains) {
        const base = baseChainOf(table, chain, 'nft');
        if (base !== null && !isAtWork(chain, ruleset)) continue;
        if (base !== null) add(host, base);
        else userDefined.add(keyOf(host, ofTable(table, chain.name)));
      }
    }
  }
  for (const { place, chain } of unlistedChains(events, userDefined)) {
    if (!hooked.has(keyOf(place.host, place))) add(place.host, chain);
  }
  return [...hooked.values()];
}

/**
 * The dumps of nftables, those first by whose priorities packets met the chains of a hook in the order of the trace: of
 * two that have one chain differently, the first counts.
 */
function byOrderOfTrace(rulesets: readonly HostRuleset[], events: TraceEvents): readonly HostRuleset[] {
  const ofNft = rulesets.filter(({ ruleset }) => isOfNft(ruleset));
  if (ofNft.length < 2) return rulesets;
  const met = followingChains(events);
  const inversions = new Map(rulesets.map((each) => [each, isOfNft(each.ruleset) ? inverted(each, met) : 0]));
  return rulesets.toSorted((a, b) => (inversions.get(a) ?? 0) - (inversions.get(b) ?? 0));
}

/** Pairs of chains: a packet of the trace met the second after the first. */
function followingChains({
  count,
  place,
  places,
  identity,
  identities,
}: TraceEvents): ReadonlyMap<string, readonly [TracePlace, TracePlace]> {
  const last = new Map<number, TracePlace>();
  const pairs = new Map<string, readonly [TracePlace, TracePlace]>();
  for (let event = 0; event < count; event++) {
    const here = places[place[event] as number] as TracePlace;
    const packet = identities.traceId[identity[event] as number] as number;
    if (here.tracer === 'trace' || packet === 0) continue;
    const before = last.get(packet);
    last.set(packet, here);
    if (before === undefined || before.chain === here.chain) continue;
    pairs.set(`${keyOf(before.host, before)}\0${keyOf(here.host, here)}`, [before, here]);
  }
  return pairs;
}

function inverted(
  { host, ruleset }: HostRuleset,
  met: ReadonlyMap<string, readonly [TracePlace, TracePlace]>,
): number {
  const bases = new Map(
    ruleset.tables.flatMap((table) =>
      table.chains.flatMap((chain) => {
        const base = baseChainOf(table, chain, 'nft');
        return base === null ? [] : [[keyOf(host, base), base] as const];
      }),
    ),
  );
  return [...met.values()].filter(([before, after]) => {
    const [first, second] = [bases.get(keyOf(before.host, before)), bases.get(keyOf(after.host, after))];
    return first?.hook === second?.hook && (first?.priority ?? 0) > (second?.priority ?? 0);
  }).length;
}

/**
 * iptables-nft-save lists all chains that a table of iptables can have; those that the kernel lacks accept, have no rule
 * and have counted nothing. One that is there all the same shows in the trace.
 */
function isAtWork({ rules, policy, policyCounter }: Chain, ruleset: Ruleset): boolean {
  return isOfNft(ruleset) || rules.length > 0 || policy === 'DROP' || (policyCounter?.packets ?? 0) > 0;
}

function ofTable(table: Table, chain: string): Pick<BaseChain, 'tableFamily' | 'table' | 'chain'> {
  return { tableFamily: table.family, table: table.name, chain };
}

function keyOf(
  host: string,
  { tableFamily, table, chain }: Pick<BaseChain, 'tableFamily' | 'table' | 'chain'>,
): string {
  return [host, tableFamily, table, chain].join('\0');
}

/** What the trace shows of a chain that no ruleset does. */
interface Shown {
  readonly place: TracePlace;
  lines: number;
  /** Of its lines, those with an interface that the packet leaves by. */
  goingOut: number;
  /** Whether any packet had an interface that it came in by. */
  comesIn: boolean;
  /** The chains that packets met just before it, each with how many packets did. */
  readonly before: Map<Shown, number>;
}

/**
 * The base chains among the chains that only the trace names. A chain that some rule jumps to is user-defined, any other
 * is one that a hook enters.
 */
function unlistedChains(
  events: TraceEvents,
  userDefined: ReadonlySet<string>,
): readonly { place: TracePlace; chain: BaseChain }[] {
  const called = new Set(userDefined);
  const traced = ({ tracer }: TracePlace): boolean => tracer === 'nft' || tracer === 'xtables';
  if (!events.places.some(traced)) return [];
  for (const place of events.places) {
    const chain = place.printed?.toChain ?? null;
    if (chain !== null) called.add(keyOf(place.host, { ...place, chain }));
  }
  const shown = new Map<string, Shown>();
  /** The chain that each packet met last, by its trace id. */
  const latest = new Map<number, Shown>();
  const { inInterface, outInterface } = events.headers;
  const { traceId } = events.identities;
  for (let event = 0; event < events.count; event++) {
    const place = events.places[events.place[event] as number] as TracePlace;
    const key = keyOf(place.host, place);
    if (!traced(place) || called.has(key)) continue;
    let chain = shown.get(key);
    if (chain === undefined) {
      chain = { place, lines: 0, goingOut: 0, comesIn: false, before: new Map() };
      shown.set(key, chain);
    }
    const packet = traceId[events.identity[event] as number] as number;
    const before = packet === 0 ? undefined : latest.get(packet);
    if (packet !== 0) latest.set(packet, chain);
    if (before !== undefined && before !== chain)
      chain.before.set(before, (chain.before.get(before) ?? 0) + 1);
    const header = events.header[event] as number;
    chain.lines++;
    chain.comesIn ||= inInterface[header] !== 0;
    if (outInterface[header] !== 0) chain.goingOut++;
  }
  return inOrder([...shown.values()]).map((chain, order) => ({
    place: chain.place,
    chain: inferred(chain, order),
  }));
}

/**
 * The chains as most packets met them one after the other: a trace that lacks lines may show a later one first. Those of
 * which no packet tells stay in the order in which they were first seen.
 */
function inOrder(chains: readonly Shown[]): readonly Shown[] {
  const sorted = new Set<Shown>();
  const begun = new Set<Shown>();
  for (const chain of chains) {
    const stack = [chain];
    for (let last = stack.at(-1); last !== undefined; last = stack.at(-1)) {
      const next = begun.has(last) ? undefined : earlierThan(last).filter((each) => !begun.has(each));
      begun.add(last);
      if (next !== undefined && next.length > 0) stack.push(...next.toReversed());
      else sorted.add(stack.pop() as Shown);
    }
  }
  return [...sorted];
}

/** The chains that more packets met just before this one than just after it. */
function earlierThan(chain: Shown): readonly Shown[] {
  return [...chain.before]
    .filter(([each, packets]) => packets > (each.before.get(chain) ?? 0))
    .map(([each]) => each);
}

function inferred(shown: Shown, order: number): BaseChain {
  const { tableFamily, table, chain } = shown.place;
  const builtIn = builtInChain(tableFamily, table, chain, 'nft');
  if (builtIn !== null) return builtIn;
  const hook = hookNamedIn(chain) ?? hookNamedIn(table) ?? hookShown(shown);
  const nat = /nat/i.test(`${table} ${chain}`);
  return {
    tableFamily,
    table,
    chain,
    hook,
    layer: tableFamily === 'bridge' ? 'bridge' : 'ip',
    // One after the other; the number says nothing of the real one.
    priority: order,
    nat,
    side: 'nft',
    known: 'inferred',
  };
}

/** People name chains after their hooks: `nat_PREROUTING`, `filter-forward`, `postrouting`. */
function hookNamedIn(name: string): Hook | null {
  const lower = name.toLowerCase();
  const words: readonly (readonly [string, Hook])[] = [
    ['prerouting', 'prerouting'],
    ['postrouting', 'postrouting'],
    ['forward', 'forward'],
    ['input', 'input'],
    ['output', 'output'],
  ];
  return words.find(([word]) => lower.includes(word))?.[1] ?? null;
}

/**
 * After the routing decision a header has an output interface; what comes in meets prerouting first. Most lines count for
 * that: one whose own header was lost has that of a later hook.
 */
function hookShown({ lines, goingOut, comesIn }: Shown): Hook {
  if (goingOut * 2 <= lines) return 'prerouting';
  return comesIn ? 'forward' : 'output';
}

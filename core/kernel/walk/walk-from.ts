import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { Hook } from '../../model/verdict.ts';
import { callersOf } from '../chains/callers.ts';
import { chainsReached } from '../chains/chains-called.ts';
import type { HookedChain } from '../chains/hook-stations.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { assume, type Branch, joined } from './branch.ts';
import { enterHook } from './enter-hook.ts';
import { addEnd } from './exits.ts';
import { havingMatched } from './match-of-rule.ts';
import { newWalk, type Walk, walked, type WalkHost } from './walk.ts';
import { walkBaseChain } from './walk-base-chain.ts';
import { byPolicy, walkChain } from './walk-chain.ts';
import type { Walked } from './walk-end.ts';

/** A base chain on the hook on which a packet meets it. */
export interface BaseChainAhead extends HookedChain {
  readonly hook: Hook;
  readonly isNat: boolean;
}

/** A rule that a packet is known to have matched. */
export interface MatchedRule {
  readonly table: Table;
  readonly chain: Chain;
  readonly rule: Rule;
  /** The base chain from which the packet came there; null where that is not known. */
  readonly base: Chain | null;
}

/** The host of a walk through a part of it, which is all that the walk looks at. */
export type PartOfHost = Omit<WalkHost, 'tables' | 'routed'>;

/** What ends a walk besides a verdict: a rule that matches and is one of these. */
export type StopsAt = (rule: Rule) => boolean;

/**
 * A packet as a rule saw it that it matched, from the rule after it on: through the rest of the chain, of those that may
 * have called it, and then through base chains.
 */
export function walkFrom(
  host: PartOfHost,
  packet: MatchPacket,
  { hook, matched, then }: { hook: Hook; matched: MatchedRule; then: readonly BaseChainAhead[] },
  stopsAt: StopsAt,
): Walked {
  const { table, chain, rule, base } = matched;
  const walk = newWalk(partOf(host, [{ table }, ...then]), stopsAt);
  const index = chain.rules.indexOf(rule);
  const start = havingMatched(walk, startOf(packet, hook), { table, chain, rule, number: index + 1 });
  const rest = new RestOfChains(walk, table, base);
  return passAll(walk, start.packet, rest.walk(chain, index + 1, [start]), then);
}

/** Where a packet comes to the rules of a chain; `base` as of a MatchedRule, `index` of the rule, from 0. */
export interface RuleAhead extends HookedChain {
  readonly index: number;
  readonly base: Chain | null;
}

/** A packet that comes to a rule, or to the end of its chain: from there on as in `walkFrom`. */
export function walkAt(
  host: PartOfHost,
  packet: MatchPacket,
  { hook, at, then }: { hook: Hook; at: RuleAhead; then: readonly BaseChainAhead[] },
  stopsAt: StopsAt,
): Walked {
  const walk = newWalk(partOf(host, [at, ...then]), stopsAt);
  const rest = new RestOfChains(walk, at.table, at.base);
  return passAll(walk, packet, rest.walk(at.chain, at.index, [startOf(packet, hook)]), then);
}

/** A packet through base chains from their beginning. */
export function walkThrough(
  host: PartOfHost,
  packet: MatchPacket,
  chains: readonly BaseChainAhead[],
  stopsAt: StopsAt,
): Walked {
  const walk = newWalk(partOf(host, chains), stopsAt);
  const start = startOf(packet, chains[0]?.hook ?? 'prerouting');
  return passAll(walk, packet, [start], chains);
}

function partOf(host: PartOfHost, chains: readonly { readonly table: Table }[]): WalkHost {
  return { ...host, tables: [...new Set(chains.map(({ table }) => table))], routed: null };
}

function startOf(packet: MatchPacket, hook: Hook): Branch {
  const { outInterface } = packet;
  return {
    packet,
    hook,
    routedOut: outInterface === '' ? null : outInterface,
    routedVia: null,
    natDone: { dst: false, src: false },
    answers: new Map(),
    trail: null,
    printed: 0,
    headers: null,
  };
}

function passAll(
  walk: Walk,
  sent: MatchPacket,
  start: readonly Branch[],
  chains: readonly BaseChainAhead[],
): Walked {
  let passing = start;
  for (const ahead of chains) {
    const side = ahead.hook === 'prerouting' || ahead.hook === 'output' ? 'dst' : 'src';
    const there = passing.map((branch) => goOnTo(branch, ahead.hook, sent));
    const isSpared = ({ natDone }: Branch): boolean => ahead.isNat && natDone[side];
    const meeting = there.filter((branch) => !isSpared(branch));
    const met = meeting.length === 0 ? meeting : walkBaseChain(walk, ahead, meeting);
    passing = joined([...there.filter(isSpared), ...met]);
  }
  for (const branch of passing) addEnd(walk.ends, { kind: 'passed' }, branch);
  return walked(walk);
}

/** Kernels before 5.10 leave the input interface of a routed packet empty in POSTROUTING, later ones do not. */
function goOnTo(branch: Branch, hook: Hook, sent: MatchPacket): Branch {
  if (hook === branch.hook) return branch;
  const { packet } = branch;
  const isRerouted =
    branch.hook === 'output' &&
    (packet.dst !== sent.dst || packet.src !== sent.src || packet.mark !== sent.mark || packet.tos !== sent.tos);
  const leaves = branch.hook === 'forward' && hook === 'postrouting';
  const entered = enterHook(isRerouted ? { ...branch, routedOut: null } : branch, hook);
  return leaves ? { ...entered, packet: { ...entered.packet, inInterface: null } } : entered;
} // prettier-ignore

/** The rest of a chain, and of those that called it. */
class RestOfChains {
  readonly #walk: Walk;
  readonly #table: Table;
  readonly #base: Chain | null;
  /** Chains whose callers are being followed. */
  readonly #following = new Set<string>();

  constructor(walk: Walk, table: Table, base: Chain | null) {
    this.#walk = walk;
    this.#table = table;
    this.#base = base;
  }

  /** The branches that the table accepts. */
  walk(chain: Chain, from: number, branches: readonly Branch[]): readonly Branch[] {
    const isBase = chain === this.#base;
    const visit = { table: this.#table, chain, isBase, from, caller: null, depth: 0 };
    const exits = walkChain(this.#walk, visit, branches);
    const { accepted, returned, ends } = isBase ? byPolicy(this.#walk, visit, exits) : exits;
    for (const { end, branch } of ends.values()) addEnd(this.#walk.ends, end, branch);
    return [...accepted, ...this.#afterCall(chain, returned)];
  }

  /** A goto leaves no return address, so the end of its chain is the end of the one that it stands in. */
  #afterCall(chain: Chain, returned: readonly Branch[]): readonly Branch[] {
    if (returned.length === 0) return [];
    const { name } = chain;
    const table = this.#table;
    const callers = this.#following.has(name) ? [] : this.#callersOf(name);
    if (callers.length === 0) {
      for (const branch of returned) addEnd(this.#walk.ends, { kind: 'open', why: 'detached', table, chain }, branch);
      return [];
    }
    this.#following.add(name);
    const accepted = returned.flatMap((branch) => {
      const answers = callers.map((value) => {
        const at = { table: table.name, chain: value.chain.name, number: value.number };
        return { value, assumed: { kind: 'caller', chain: name, at } as const };
      });
      const [only] = callers;
      const came =
        callers.length === 1 && only !== undefined
          ? [{ branch, value: only }]
          : assume(branch, { key: `caller ${table.name}/${name}` }, answers);
      return came.flatMap(({ branch: after, value: { chain: calling, number, isGoto } }) =>
        isGoto && calling !== this.#base
          ? this.#afterCall(calling, [after])
          : this.walk(calling, isGoto ? calling.rules.length : number, [after]),
      );
    });
    this.#following.delete(name);
    return accepted;
  } // prettier-ignore

  #callersOf(name: string): readonly { chain: Chain; number: number; isGoto: boolean }[] {
    const reached = this.#base === null ? null : chainsReached(this.#table, this.#base.name);
    return callersOf(this.#table, name).flatMap(({ chain: callerName, rule, isGoto }) => {
      const chain = chainOfTable(this.#table, callerName);
      const isPossible = chain !== undefined && (reached === null || reached.has(callerName));
      return isPossible ? [{ chain, number: chain.rules.indexOf(rule) + 1, isGoto }] : [];
    });
  }
}

import { type BaseChainAhead, walkAt, walkFrom, walkThrough } from '../../kernel/walk/walk-from.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import type { Walked, WalkEnd } from '../../kernel/walk/walk-end.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Ground } from '../../model/cause.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import { isBesideOwn } from '../beside-own.ts';
import { chainsToWalk } from '../chains-to-walk.ts';
import { mayHaveCounted } from '../counters/may-have-counted.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { type ExplanationContext, type Finding, type ListedBaseChain, openEnd } from '../finding.ts';
import { tracedPacketAhead } from '../packet-ahead.ts';
import { walkAfterRouting } from '../walk-after-routing.ts';
import { hostOf, placeOf, type PossibleDeath, walkedDeath, wayOf } from '../walked-death.ts';
import { afterLastChain } from './after-last-chain.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * `meta nftrace set 0` ends the trace of a packet and not the packet: nft prints neither that rule nor anything after it.
 * Where the next rule that the packet met is such a one, it is walked on from there without a line.
 */
export const traceSwitchedOff: CauseRecogniser = {
  finds: ['rule', 'policy', 'reject', 'conntrack-invalid-rule'],
  explain(ending, context) {
    const { hook, base, last } = ending;
    if (last.place.tracer !== 'nft' || hook === null || base === null || base.layer !== 'ip') return null;
    if (!mayBeSwitchedOff(context.baseChains)) return null;
    const next = nextMatches(ending, hook, base, context);
    const off = next?.walked.ends.find(({ end }) => end.kind === 'logged' && switchesOff(end.rule));
    if (next === null || off?.end.kind !== 'logged') return null;
    const { end, packet } = off;
    if (!off.certain) return openEnd('unknown', { kind: 'trace-switched-off', place: placeOfRule(end) });
    return walkedOn(ending, end, packet, next.hook, context);
  },
};

type Logged = Extract<WalkEnd, { kind: 'logged' }>;

function switchesOff({ spec }: Rule): boolean {
  return spec.statements.some((statement) => statement.kind === 'trace' && !statement.on);
}

const known = new WeakMap<readonly ListedBaseChain[], boolean>();

/** Whether any table of the host has such a rule. */
function mayBeSwitchedOff(chains: readonly ListedBaseChain[]): boolean {
  let found = known.get(chains);
  if (found === undefined) {
    const tables = new Set(chains.map(({ table }) => table));
    found = [...tables].some((table) => table.chains.some(({ rules }) => rules.some(switchesOff)));
    known.set(chains, found);
  }
  return found;
}

/** The rules that the packet may have matched next after its last line, which the trace would have shown. */
function nextMatches(
  ending: JourneyEnd,
  hook: Hook,
  base: BaseChain,
  context: ExplanationContext,
): { readonly hook: Hook; readonly walked: Walked } | null {
  const host = hostOf(context);
  const { last, packet } = ending;
  if (last.verdict === 'accept') {
    const here = untilTraced(chainsToWalk(ending, hook, context, base));
    if (here.some(isTraced)) return { hook, walked: walkThrough(host, packet, here, printed) };
    if (hook === 'prerouting') return walkAfterRouting(ending, packet, context, printed, untilTraced);
    if (hook === 'input' || hook === 'postrouting') return null;
    const later = untilTraced(chainsToWalk(ending, 'postrouting', context));
    const leaving = tracedPacketAhead(ending, 'postrouting', context.witness);
    return { hook: 'postrouting', walked: walkThrough(host, leaving, later, printed) };
  }
  const table = context.chainAt(base);
  const chain = table === null ? undefined : chainOfTable(table, last.place.chain);
  if (table === null || chain === undefined) return null;
  const from = { table, base: chainOfTable(table, base.chain) ?? null };
  switch (last.verdict) {
    case 'continue':
      return last.rule === null || !chain.rules.includes(last.rule)
        ? null
        : {
            hook,
            walked: walkFrom(
              host,
              packet,
              { hook, matched: { ...from, chain, rule: last.rule }, then: [] },
              printed,
            ),
          };
    case 'jump':
    case 'goto': {
      const called = chainOfTable(table, last.place.printed?.toChain ?? '');
      return called === undefined
        ? null
        : {
            hook,
            walked: walkAt(
              host,
              packet,
              { hook, at: { ...from, chain: called, index: 0 }, then: [] },
              printed,
            ),
          };
    }
    case 'return':
      return {
        hook,
        walked: walkAt(
          host,
          packet,
          { hook, at: { ...from, chain, index: chain.rules.length }, then: [] },
          printed,
        ),
      };
    default:
      return null;
  }
}

/** A traced packet has a line of every rule of nft that it matches. */
function printed({ spec }: Rule): boolean {
  return spec.dialect === 'nft';
}

/** The chains up to the first that the trace would show. */
function untilTraced(chains: readonly BaseChainAhead[]): readonly BaseChainAhead[] {
  const first = chains.findIndex(isTraced);
  return first < 0 ? chains : chains.slice(0, first + 1);
}

function isTraced({ chain }: BaseChainAhead): boolean {
  return chain.base !== null;
}

/** From the rule that ended the trace on. */
function walkedOn(
  ending: JourneyEnd,
  off: Logged,
  packet: MatchPacket,
  hook: Hook,
  context: ExplanationContext,
): Finding {
  const { table, chain, number } = off;
  const base = baseOf(off, hook, ending, context);
  if (base === null) return openEnd('unknown', { kind: 'trace-switched-off', place: placeOfRule(off) });
  const same = chainsToWalk(ending, hook, context, base.base);
  const later = hook === 'forward' || hook === 'output' ? chainsToWalk(ending, 'postrouting', context) : [];
  const at = { table, chain, index: number - 1, base: base.chain };
  const walked = walkAt(hostOf(context), packet, { hook, at, then: [...same, ...later] }, () => false);
  if (hook !== 'prerouting') return concluded(ending, off, walked, hook, ending.outInterface, context);
  const passed = walked.ends.find(({ end }) => end.kind === 'passed');
  if (walked.ends.length > 1 || passed === undefined)
    return concluded(ending, off, walked, hook, '', context);
  const routed = walkAfterRouting(ending, passed.packet, context, () => false);
  if (routed === null) return openEnd('unknown', { kind: 'trace-switched-off', place: placeOfRule(off) });
  return concluded(ending, off, routed.walked, routed.hook, routed.outInterface, context);
}

/** The base chain in which the trace ended, or that led there. */
function baseOf(
  { table, chain }: Logged,
  hook: Hook,
  ending: JourneyEnd,
  { baseChains }: ExplanationContext,
): { readonly base: BaseChain; readonly chain: Chain } | null {
  const own = baseChains.find((each) => each.table === table && each.chain.name === chain.name);
  if (own !== undefined) return own;
  if (hook === ending.hook && ending.base !== null && ending.last.verdict !== 'accept') {
    const { base } = ending;
    return baseChains.find((each) => each.table === table && each.chain.name === base.chain) ?? null;
  }
  const onHook = baseChains.filter((each) => each.table === table && each.base.hook === hook);
  return onHook.length === 1 ? (onHook[0] ?? null) : null;
}

function concluded(
  ending: JourneyEnd,
  off: Logged,
  walked: Walked,
  hook: Hook,
  outInterface: string,
  context: ExplanationContext,
): Finding {
  const place = placeOfRule(off);
  const { deaths, passes, open } = wayOf(walked);
  const [first, ...others] = deaths.filter(({ end }) => mayHaveCounted(end));
  const grounds: readonly Ground[] = [{ kind: 'trace-switched-off', place }];
  if (first !== undefined && isOfLegacyElsewhere(first, context))
    return openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) });
  if (first?.certain === true) return walkedDeath(ending, first, 'inferred', grounds, context);
  if (first !== undefined && others.length === 0 && !passes && !open)
    return walkedDeath(ending, first, 'inferred', grounds, context);
  if (first === undefined && passes && !open && hook !== 'prerouting')
    return afterLastChain(
      ending,
      hook === 'forward' || hook === 'output' ? 'postrouting' : hook,
      outInterface,
      context,
    );
  if (first !== undefined) return openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) });
  return openEnd('unknown', { kind: 'trace-switched-off', place });
}

/** Its chain is iptables-legacy's, of a folder that has none of the nft rules. */
function isOfLegacyElsewhere({ end: { table } }: PossibleDeath, context: ExplanationContext): boolean {
  const isLegacy = context.baseChains.some(
    ({ base, table: each }) => each === table && base.side === 'legacy',
  );
  return isLegacy && !isBesideOwn(table, 'legacy', context);
}

function placeOfRule({ table, chain, number }: Logged) {
  return { table: table.name, chain: chain.name, rule: number };
}

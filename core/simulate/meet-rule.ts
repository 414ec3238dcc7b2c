import { valueInMap } from '../kernel/match/nft-map.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { verdictOfTarget } from '../kernel/targets.ts';
import { chainOfTable } from '../model/chain-of-table.ts';
import type { Verdict } from '../model/journey.ts';
import type { Chain, Rule, Table, Target } from '../model/ruleset.ts';
import { applyAction, isIdleAction } from './apply-action.ts';
import { applyTarget, changesNothing } from './apply-target.ts';
import { askWhetherMatches } from './ask-match.ts';
import type { Walk } from './walk.ts';

/** What came of a packet and a rule that it matched. */
export interface Meeting {
  /** Null where what the rule does is not known. */
  readonly verdict: Verdict | null;
  /** The chain that a jump or goto leads to. */
  readonly called: Chain | null;
  /** False where the rule may have matched as well as not, and nothing depends on it. */
  readonly certain: boolean;
  /** The packet as it came. */
  readonly before: MatchPacket;
}

/** Lets the packet meet a rule; null for a rule that it does not match. */
export function meetRule(walk: Walk, table: Table, chain: Chain, rule: Rule): Meeting | null {
  return rule.actions === undefined
    ? meetIptablesRule(walk, table, chain, rule)
    : meetNftRule(walk, table, chain, rule, rule.actions);
}

function meetIptablesRule(walk: Walk, table: Table, chain: Chain, rule: Rule): Meeting | null {
  const before = walk.packet;
  const answer = askWhetherMatches(walk, table, chain, rule, rule.conditions, changesNothing(rule));
  if (answer === 'no') return null;
  const { target } = rule;
  const certain = answer === 'yes';
  const called = target === null ? undefined : chainOfTable(table, target.name);
  if (target !== null && called !== undefined) return { verdict: target.kind, called, certain, before };
  const verdict = target === null ? 'continue' : applyTarget(walk, target);
  return { verdict, called: null, certain, before };
}

/**
 * nft_do_chain() (net/netfilter/nf_tables_core.c) goes through the expressions of a rule one by one: what stands before
 * the first that fails is done. Each is asked by itself, as a condition of nft knows nothing of the others.
 */
function meetNftRule(
  walk: Walk,
  table: Table,
  chain: Chain,
  rule: Rule,
  actions: NonNullable<Rule['actions']>,
): Meeting | null {
  const before = walk.packet;
  const { conditions, target } = rule;
  const hasVerdict = target !== null && verdictOfTarget(target.name) !== 'continue';
  const isIdle = !hasVerdict && actions.every((action) => isIdleAction(action.target));
  let certain = true;
  let asked = 0;
  for (const action of [...actions, null]) {
    const until = action?.behind ?? conditions.length;
    const answer = askWhetherMatches(walk, table, chain, rule, conditions.slice(asked, until), isIdle);
    if (answer === 'no') return null;
    if (answer === 'unknown') certain = false;
    asked = until;
    if (action !== null && applyAction(walk, action.target) === 'break') return null;
  }
  const met = { called: null, certain, before };
  if (!hasVerdict) return { ...met, verdict: 'continue' };
  const does = target.name === 'vmap' ? targetOf(valueInMap(target, walk.packet, table.sets)) : target;
  if (does === null) return { ...met, verdict: null };
  if (does.name === 'continue') return { ...met, verdict: 'continue' };
  const called = chainOfTable(table, does.name);
  if (called !== undefined) return { ...met, verdict: does.kind, called };
  return { ...met, verdict: isOpen(does) ? null : applyTarget(walk, does) };
}

/** `accept`, `jump dns`: a verdict of a map. */
function targetOf(words: string | null): Target | null {
  const [verb = '', name = ''] = words?.split(' ') ?? [];
  if (verb === 'jump' || verb === 'goto') return { kind: verb, name, options: [] };
  if (verb === 'continue') return { kind: 'jump', name: verb, options: [] };
  return ['accept', 'drop', 'return', 'queue'].includes(verb)
    ? { kind: 'jump', name: verb.toUpperCase(), options: [] }
    : null;
}

/** An address out of a map is not looked up, and whether a socket listens for TPROXY is not known. */
function isOpen({ name, options }: Target): boolean {
  if (name === 'TPROXY') return true;
  return translating.has(name) && options[0] !== undefined && !options[0].startsWith('--');
}

const translating: ReadonlySet<string> = new Set(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT']);

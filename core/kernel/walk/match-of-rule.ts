import type { Condition } from '../../model/condition.ts';
import type { Holds } from '../match/holds.ts';
import type { CtState, MatchPacket } from '../match/match-packet.ts';
import { conditionKey } from '../conditions/condition-key.ts';
import { type ConditionFinding, holdsFor, matchRule } from '../conditions/match-rule.ts';
import { assume, type Branch } from './branch.ts';
import { factsOf } from './facts.ts';
import { headersOfRule } from './headers-of-rule.ts';
import { isFleeting } from './fleeting.ts';
import { seenChain, type Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** A branch that came to a rule, and whether the rule's conditions hold for its packet. */
export interface Matched {
  readonly branch: Branch;
  readonly holds: Holds;
}

/**
 * Whether some conditions of a rule hold: in one branch for each answer where that can't be known. Not so where nothing
 * depends on it (`isIdle`): that is answered `unknown`.
 */
export function matchOfRule(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  conditions: readonly Condition[],
  isIdle: boolean,
): readonly Matched[] {
  if (branch.headers !== null) return headersOfRule(walk, branch, placed, conditions);
  const { dialect } = placed.rule.spec;
  const { verdict, unknown } = matchRule({ dialect, conditions }, branch.packet, factsOf(walk, placed));
  if (verdict !== 'unknown') return [{ branch, holds: verdict }];
  const seen = isSeen(walk, placed);
  if (seen !== null || isIdle) return [{ branch, holds: seen ?? verdict }];
  const matched: Matched[] = [];
  let undecided: readonly Branch[] = [branch];
  for (const finding of unknown) {
    const answered = undecided.flatMap((each) => answersTo(walk, each, finding, placed));
    matched.push(...answered.flatMap((each) => (each.holds ? [] : [{ branch: each.branch, holds: 'no' as const }])));
    undecided = answered.flatMap((each) => (each.holds ? [each.branch] : []));
  } // prettier-ignore
  return [...matched, ...undecided.map((each): Matched => ({ branch: each, holds: 'yes' }))];
}

/** Whether the packet's log shows that it met the rule; null where it does not tell. */
function isSeen({ host: { seen } }: Walk, { table, chain, number }: PlacedRule): Holds | null {
  if (seen === undefined || seen === null) return null;
  const name = seenChain(table.family, table.name, chain.name);
  if (!seen.chains.has(name)) return null;
  return seen.rules.has(`${name} ${number}`) ? 'yes' : 'no';
}

/** Whether a rule of iptables certainly does not match, which most do not; those of nft may do something before they fail. */
export function surelyFails(walk: Walk, { packet, headers }: Branch, placed: PlacedRule): boolean {
  const { spec } = placed.rule;
  return headers === null && spec.dialect !== 'nft' && holdsFor(spec, packet, factsOf(walk, placed)) === 'no';
}

/** The branch of a packet that is known to have matched a rule: what can't be known of its conditions held for it. */
export function havingMatched(walk: Walk, branch: Branch, placed: PlacedRule): Branch {
  const { unknown } = matchRule(placed.rule.spec, branch.packet, factsOf(walk, placed));
  return unknown.reduce((known, finding) => {
    const held = answersTo(walk, known, finding, placed).find(({ holds }) => holds);
    return held === undefined ? known : { ...held.branch, trail: known.trail };
  }, branch);
}

/** Whether a rule matches what conntrack calls INVALID and nothing else. */
export function isAboutInvalid(walk: Walk, placed: PlacedRule, packet: MatchPacket): boolean {
  if (packet.ctstates?.length !== 1 || packet.ctstates[0] !== 'INVALID') return false;
  const { spec } = placed.rule;
  return allStates.every((state) => {
    if (state === 'INVALID') return true;
    const other: MatchPacket = { ...packet, ctstates: [state], connection: null };
    return holdsFor(spec, other, factsOf(walk, placed)) === 'no';
  });
}

/** Equal conditions have equal answers for one packet, except where an answer holds once only. */
function answersTo(
  walk: Walk,
  branch: Branch,
  { condition, dialect }: ConditionFinding,
  placed: PlacedRule,
): readonly { readonly branch: Branch; readonly holds: boolean }[] {
  const { src, dst, sport, dport, inInterface, outInterface, mark } = branch.packet;
  const key = conditionKey(condition);
  const isNegated = 'negated' in condition && condition.negated;
  const about = [src, dst, sport, dport, inInterface, outInterface, mark].join(' ');
  const question = { key: `${key} ${about}`, condition: key, isFleeting: isFleeting(condition) };
  const at = { table: placed.table.name, chain: placed.chain.name, number: placed.number };
  const answers = [false, true].map((value) => ({
    value,
    assumed: { kind: 'condition', dialect, condition, holds: value, at } as const,
  }));
  return assume(branch, question, answers).map(({ branch: answered, value }) => {
    const holds = value !== isNegated;
    const packet = withStates(walk, answered.packet, placed, condition, holds);
    return { branch: packet === answered.packet ? answered : { ...answered, packet }, holds };
  });
}

/** Of the states that conntrack may give the packet, those that are left when the condition holds, or does not. */
function withStates(
  walk: Walk,
  packet: MatchPacket,
  placed: PlacedRule,
  condition: Condition,
  holds: boolean,
): MatchPacket {
  const possible = packet.ctstates ?? allStates;
  if (possible.length === 1) return packet;
  const facts = factsOf(walk, placed);
  const left = possible.filter((state) => {
    const { verdict } = matchRule(
      { dialect: placed.rule.spec.dialect, conditions: [condition] },
      { ...packet, ctstates: [state] },
      facts,
    );
    return verdict !== (holds ? 'no' : 'yes');
  });
  return left.length === possible.length || left.length === 0 ? packet : { ...packet, ctstates: left };
}

/** What conntrack can call a packet. */
export const allStates: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

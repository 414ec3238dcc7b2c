import type { Condition } from '../../model/condition.ts';
import type { Dialect, RuleSpec } from '../../model/ruleset.ts';
import type { Holds } from '../match/holds.ts';
import { comparisonHolds } from './comparison.ts';
import { judgeCondition } from './judge-condition.ts';
import type { Why } from './judgement.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** A condition that did not hold, or that can't be known to. */
export interface ConditionFinding {
  readonly dialect: Dialect;
  readonly condition: Condition;
  /** The condition as the rule states it: that which takes `condition` for granted, where that is not written. */
  readonly stated: Condition;
  readonly why: Why;
}

/** Whether a rule matches a packet. One condition that fails is enough for a certain no. */
export interface RuleMatch {
  readonly verdict: Holds;
  /** The first condition that fails, in the rule's order. */
  readonly failed: ConditionFinding | null;
  /** How many conditions fail. */
  readonly failures: number;
  /** The conditions that can't be decided; for a rule that does not match, of no weight. */
  readonly unknown: readonly ConditionFinding[];
}

/**
 * Whether all conditions of a rule hold for a packet, as ipt_do_table() (net/ipv4/netfilter/ip_tables.c) and
 * nft_do_chain() (net/netfilter/nf_tables_core.c) ask: one after the other, in the rule's order.
 */
export function matchRule(
  { dialect, conditions }: Pick<RuleSpec, 'dialect' | 'conditions'>,
  packet: MatchPacket,
  facts: MatchFacts,
): RuleMatch {
  const unknown: ConditionFinding[] = [];
  let failed: ConditionFinding | null = null;
  let failures = 0;
  for (const [index, condition] of conditions.entries()) {
    const { verdict, why } = judgeCondition(condition, packet, facts);
    if (verdict === 'yes') continue;
    const finding = { dialect, condition, stated: statedCondition(conditions, index), why };
    if (verdict === 'unknown') unknown.push(finding);
    else {
      failed ??= finding;
      failures++;
    }
  }
  return {
    verdict: failures > 0 ? 'no' : unknown.length > 0 ? 'unknown' : 'yes',
    failed,
    failures,
    unknown,
  };
}

/** Only whether the rule matches: the first condition that fails ends it. */
export function holdsFor(
  { conditions }: Pick<RuleSpec, 'conditions'>,
  packet: MatchPacket,
  facts: MatchFacts,
): Holds {
  let holds: Holds = 'yes';
  for (const condition of conditions) {
    const answer =
      condition.kind === 'compare'
        ? comparisonHolds(condition, packet)
        : judgeCondition(condition, packet, facts).verdict;
    if (answer === 'no') return 'no';
    if (answer === 'unknown') holds = 'unknown';
  }
  return holds;
}

function statedCondition(conditions: readonly Condition[], index: number): Condition {
  const condition = conditions[index] as Condition;
  if (condition.kind !== 'compare' || !condition.implied) return condition;
  const stated = conditions.slice(index + 1).find((each) => each.kind !== 'compare' || !each.implied);
  return stated ?? condition;
}

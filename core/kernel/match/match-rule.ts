import type { Condition, Rule } from '../../model/ruleset.ts';
import { conditionText } from './condition-text.ts';
import type { Holds } from './holds.ts';
import type { Asked, Judgement } from './judgement.ts';
import { unknowable } from './judgement.ts';
import { knownMatch } from './known-matches.ts';
import type { MatchFacts } from './match-facts.ts';
import type { MatchPacket } from './match-packet.ts';

/** A condition that did not hold, or that can't be known to. */
export interface ConditionFinding {
  readonly condition: Condition;
  /** A sentence: "`--dport 443`: the packet has 8443". */
  readonly said: string;
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
 * Whether all conditions of a rule hold for a packet, as ipt_do_table() (net/ipv4/netfilter/ip_tables.c) asks: the
 * header by ip_packet_match(), then each match in the rule's order.
 */
export function matchRule(rule: Pick<Rule, 'conditions'>, packet: MatchPacket, facts: MatchFacts): RuleMatch {
  const unknown: ConditionFinding[] = [];
  let failed: ConditionFinding | null = null;
  let failures = 0;
  for (const condition of rule.conditions) {
    const { verdict, said } = judgeCondition({ condition, rule, packet, facts });
    if (verdict === 'yes') continue;
    const finding = { condition, said: `\`${conditionText(condition)}\`: ${said}` };
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

/** An option that no match here knows is never guessed at. */
function judgeCondition(asked: Asked): Judgement {
  const match = knownMatch(asked.condition);
  return match === null ? unknowable('this option is not known to Netopsy') : match(asked);
}

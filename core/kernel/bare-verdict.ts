import type { Rule } from '../model/ruleset.ts';

/** The standard targets, which are no module of their own but a number in the rule (`XT_STANDARD_TARGET`). */
const standard = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE'];

/**
 * Whether the kernel logs this rule as if it were the chain's end: no condition at all, and a standard verdict
 * (get_chainname_rulenum() in net/ipv4/netfilter/ip_tables.c).
 */
export function isBareVerdict(rule: Pick<Rule, 'conditions' | 'target'>): boolean {
  const { target } = rule;
  return target?.kind === 'jump' && standard.includes(target.name) && rule.conditions.length === 0;
}

import type { Rule } from '../../model/ruleset.ts';

/** The sets of ipset(8) that a rule looks into. The words tell at once that there are none, before a rule is taken apart. */
export function ipsetsAsked(rule: Rule): readonly string[] {
  if (!rule.text.includes('match-set')) return none;
  return rule.spec.conditions.flatMap((condition) => (condition.kind === 'ipset' ? [condition.name] : []));
}

const none: readonly string[] = [];

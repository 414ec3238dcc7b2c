import type { Condition, Rule } from '../../model/ruleset.ts';
import { conditionText } from '../match/condition-text.ts';
import { neverKnown } from '../match/never-known.ts';

/**
 * What is asked: the condition without its `!`; or the whole match, where its options say one thing together
 * (`--limit 1/sec --limit-burst 3`).
 */
export function questionOf(
  condition: Condition,
  rule: Rule,
): { readonly words: string; readonly isNegated: boolean } {
  const { module } = condition;
  if (module === null || neverKnown(module) === null)
    return { words: conditionText({ ...condition, negated: false }), isNegated: condition.negated };
  const options = rule.conditions.filter((other) => other.module === module);
  return { words: options.map(conditionText).join(' '), isNegated: false };
}

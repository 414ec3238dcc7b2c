import type { Condition, Rule } from '../model/ruleset.ts';

/**
 * What a rule says, whatever the order of its options: two rules of one content do the same at the same place. Counters
 * are no part of it, comments are.
 */
export function ruleContent(rule: Rule): string {
  return ruleParts(rule).join(' ');
}

/** How alike two rules are: the share of their parts that both have, from 0 to 1. */
export function likeness(first: Rule, second: Rule): number {
  const [one, other] = [partsOnce(first), partsOnce(second)];
  const known = new Set(one);
  const common = other.filter((part) => known.has(part)).length;
  return one.length + other.length === 0 ? 1 : (2 * common) / (one.length + other.length);
}

/** Whether two rules look at the same and differ only in what they do. */
export function sameConditions(first: Rule, second: Rule): boolean {
  const conditions = (rule: Rule): string => rule.conditions.map(conditionPart).toSorted().join(' ');
  return conditions(first) === conditions(second);
}

const remembered = new WeakMap<Rule, readonly string[]>();

function partsOnce(rule: Rule): readonly string[] {
  const known = remembered.get(rule);
  if (known !== undefined) return known;
  const parts = ruleParts(rule);
  remembered.set(rule, parts);
  return parts;
}

function ruleParts({ conditions, target }: Rule): readonly string[] {
  const parts = conditions.map(conditionPart).toSorted();
  if (target === null) return parts;
  return [...parts, `${target.kind === 'goto' ? '-g' : '-j'} ${target.name}`, ...optionParts(target.options)];
}

function conditionPart({ module, option, negated, values }: Condition): string {
  return `${negated ? '! ' : ''}${module ?? ''} ${option} ${values.join(' ')}`;
}

/** A target's options, each with its values: `--to-destination 10.0.0.1:80`, `--random`. */
function optionParts(options: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (const word of options) {
    if (word.startsWith('--') || parts.length === 0) parts.push(word);
    else parts.push(`${parts.pop()} ${word}`);
  }
  return parts.toSorted();
}

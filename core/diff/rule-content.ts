import type { Condition, Rule } from '../model/ruleset.ts';

/**
 * What a rule says, whatever the order of its options: two rules of one content do the same at the same place. Counters
 * are no part of it, comments are. The words of nft have an order that counts, except in its sets.
 */
export function ruleContent(rule: Rule): string {
  return isOfNft(rule) ? sortedSets(ruleWords(rule)) : ruleParts(rule).join(' ');
}

/** The rule as its file has it, without what changes by itself: counters, quotas used. */
export function ruleWords(rule: Rule): string {
  if (!isOfNft(rule)) return rule.text;
  return rule.text
    .replace(/\bcounter packets \d+ bytes \d+/g, 'counter')
    .replace(/ used \d+ [kmg]?bytes/g, '')
    .replace(/\blast used (?:never|\S+)/g, 'last');
}

function isOfNft({ actions }: Rule): boolean {
  return actions !== undefined;
}

/** `tcp dport { 443, 80 }` and `tcp dport { 80, 443 }` are alike. */
function sortedSets(words: string): string {
  return words.replace(
    /\{([^{}"]*)\}/g,
    (_, elements: string) =>
      `{ ${elements
        .split(',')
        .map((each) => each.trim())
        .toSorted()
        .join(', ')} }`,
  );
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

function ruleParts({ conditions, target, actions = [] }: Rule): readonly string[] {
  const done = actions.map(({ target: { name, options } }) => `${name} ${options.join(' ')}`);
  const parts = [...conditions.map(conditionPart), ...done].toSorted();
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

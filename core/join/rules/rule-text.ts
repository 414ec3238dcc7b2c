import { comparableRuleText } from '../../dialects/stable-text.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';

/** The rules of the chain that have that text (`sameRuleText`), in their order. */
export function rulesWithText(chain: Chain, text: string | null): readonly Rule[] {
  if (text === null) return [];
  const byText = knownByText.get(chain) ?? grouped(chain, (rule) => comparableRuleText(rule.text));
  knownByText.set(chain, byText);
  return byText.get(comparableRuleText(text)) ?? [];
}

/** The rules of the chain with that handle: one, where the file is whole. */
export function rulesWithHandle(chain: Chain, handle: number | null): readonly Rule[] {
  if (handle === null) return [];
  const byHandle = knownByHandle.get(chain) ?? grouped(chain, (rule) => rule.handle);
  knownByHandle.set(chain, byHandle);
  return byHandle.get(handle) ?? [];
}

/** A trace may name each rule of a chain of thousands. */
const knownByText = new WeakMap<Chain, ReadonlyMap<string, readonly Rule[]>>();
const knownByHandle = new WeakMap<Chain, ReadonlyMap<number | null, readonly Rule[]>>();

function grouped<Key>({ rules }: Chain, keyOf: (rule: Rule) => Key): ReadonlyMap<Key, readonly Rule[]> {
  const groups = new Map<Key, Rule[]>();
  for (const rule of rules) {
    const key = keyOf(rule);
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [rule]);
    else alike.push(rule);
  }
  return groups;
}

/**
 * Whether two printed rules are one rule, printed at different times. What changes by itself is left out of account:
 * counters, quotas used, the handle, quotes and blanks.
 */
export function sameRuleText(a: string, b: string): boolean {
  return a === b || comparableRuleText(a) === comparableRuleText(b);
}

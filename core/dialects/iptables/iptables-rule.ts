import type { Counter, PlacedStatement, RuleSpec } from '../../model/ruleset.ts';
import { readRuleWords } from './rule-words.ts';
import { placedTarget } from './targets.ts';
import { iptablesTokens } from './tokens.ts';

/** A rule of iptables, and what its reader has to tell of it. */
export interface IptablesRule {
  readonly spec: RuleSpec;
  readonly counter: Counter | null;
  readonly unknownOptions: readonly string[];
}

/**
 * What the words of a rule after its chain say; null where a quote is not closed, or where the rule ends in front of a
 * value that must follow. `isChain` tells the table's own chains.
 */
export function readIptablesRule(text: string, isChain: (name: string) => boolean): IptablesRule | null {
  const tokens = iptablesTokens(text);
  const words = tokens === null ? null : readRuleWords(tokens);
  if (words === null) return null;
  const { conditions, target, counter, unknownOptions } = words;
  const statements: readonly PlacedStatement[] = target === null ? [] : [placedTarget(target, isChain)];
  return { spec: { dialect: 'iptables', conditions, statements }, counter, unknownOptions };
}

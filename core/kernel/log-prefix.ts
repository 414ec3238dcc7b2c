import type { Rule } from '../model/ruleset.ts';
import { logOf } from './rule-effect.ts';

/** The prefix that a rule logs with, without blanks at its ends, `''` for one that logs without; null for a rule that does not log. */
export function logPrefixOf({ spec }: Pick<Rule, 'spec'>): string | null {
  return logOf(spec)?.prefix.trim() ?? null;
}

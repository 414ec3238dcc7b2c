import type { Rule } from '../model/ruleset.ts';
import type { Statement } from '../model/statement.ts';
import { decidingStatement } from './rule-effect.ts';

/**
 * Whether the kernel logs this rule as if it were the chain's end: no match at all, not even a comment, and a standard
 * verdict (get_chainname_rulenum() in net/ipv4/netfilter/ip_tables.c). Rules of nft never are.
 */
export function isBareVerdict({ spec }: Pick<Rule, 'spec'>): boolean {
  if (spec.dialect === 'nft' || spec.lacks?.('verdict') === true) return false;
  const [only, ...others] = spec.statements;
  return only !== undefined && others.length === 0 && isStandard(only) && spec.conditions.length === 0;
}

/** Whether every packet that comes to the rule ends there. */
export function catchesEveryPacket({ spec }: Pick<Rule, 'spec'>): boolean {
  if (spec.lacks?.('verdict') === true) return false;
  const deciding = decidingStatement(spec);
  return deciding !== null && isStandard(deciding) && spec.conditions.every(({ kind }) => kind === 'comment');
}

/** The verdicts that are no module of their own but a number in the rule (`XT_STANDARD_TARGET`). */
function isStandard({ kind }: Statement): boolean {
  return kind === 'accept' || kind === 'drop' || kind === 'return';
}

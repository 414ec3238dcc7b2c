import type { Rule } from '../model/ruleset.ts';

/**
 * The prefix that a rule logs with, `''` for one that logs without; null for a rule that does not log:
 * `-j LOG --log-prefix "in: "`, `-j NFLOG --nflog-prefix in:`, `--log-prefix "in" ` of ebtables, nft's `log prefix "in: "`,
 * and `LOG flags 0 level 4 prefix "in: "` of a listing.
 */
export function logPrefixOf(rule: Pick<Rule, 'text' | 'target'>): string | null {
  const { text } = rule;
  if (!text.includes('LOG') && !text.includes('log') && !text.includes('prefix')) return null;
  const found = PREFIX.exec(text);
  if (found !== null) return (found[1] ?? found[2] ?? '').trim();
  const target = rule.target?.name;
  const logs = target === 'LOG' || target === 'NFLOG' || /(?:^|\s)log(?:\s|$)/.test(text);
  return logs ? '' : null;
}

const PREFIX = /(?:--(?:log|nflog|ulog)-prefix|\bprefix)[ =]+(?:"([^"]*)"|(\S+))/;

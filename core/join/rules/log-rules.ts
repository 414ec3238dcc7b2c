import { logPrefixOf } from '../../kernel/log-prefix.ts';
import type { Rule, Table } from '../../model/ruleset.ts';
import type { HostRuleset } from '../hosts/choose-tables.ts';

/** A rule that logs with a prefix. */
export interface LogRule {
  readonly table: Table;
  readonly chain: string;
  readonly rule: Rule;
}

/** The rules of a host that log, by their prefix without the blanks at its ends. */
export function logRulesOf(
  rulesets: readonly HostRuleset[],
  host: string,
): ReadonlyMap<string, readonly LogRule[]> {
  const found = new Map<string, LogRule[]>();
  const places = new Set<string>();
  for (const { ruleset } of rulesets.filter((entry) => entry.host === host)) {
    for (const table of ruleset.tables) {
      for (const chain of table.chains) {
        for (const rule of chain.rules) {
          const prefix = logPrefixOf(rule);
          if (prefix === null || rule.number === null) continue;
          // Several dumps of one table show the rule again.
          const place = [prefix, table.family, table.name, chain.name, rule.number].join('\0');
          if (places.has(place)) continue;
          places.add(place);
          const entry = { table, chain: chain.name, rule };
          found.set(prefix, [...(found.get(prefix) ?? []), entry]);
        }
      }
    }
  }
  return found;
}

import { ipsetsAsked } from '../../dialects/iptables/ipsets-asked.ts';
import type { RecordsPresent } from '../../model/network.ts';
import type { Records } from '../../model/records.ts';
import type { Ruleset } from '../../model/ruleset.ts';

/** Which of the files that answer questions the bundle has of a host. */
export function recordsPresent(records: readonly Records[]): RecordsPresent {
  const rulesets = records.flatMap((each) => (each.kind === 'rulesets' ? each.items : []));
  const shown = new Set(
    records.flatMap((each) => (each.kind === 'ipsets' ? each.items : [])).map(({ name }) => name),
  );
  return {
    ruleset: has(records, 'rulesets'),
    wholeTable: rulesets.some(({ tables }) => tables.some(({ covers }) => covers === 'every-chain')),
    fibRules: has(records, 'fib-rules'),
    routes: has(records, 'routes'),
    sysctls: has(records, 'sysctls'),
    links: has(records, 'links'),
    countedDumps: rulesets.filter(hasCounters).length,
    missingSets: [...new Set(rulesets.flatMap(setsAsked))].filter((name) => !shown.has(name)),
  };
}

function hasCounters({ tables }: Ruleset): boolean {
  return tables.some(({ chains }) =>
    chains.some(({ rules }) => rules.some(({ counter }) => counter !== null)),
  );
}

function setsAsked({ tables }: Ruleset): readonly string[] {
  const sets: string[] = [];
  for (const { chains } of tables)
    for (const { rules } of chains) for (const rule of rules) sets.push(...ipsetsAsked(rule));
  return sets;
}

/** Whether some file of the kind says anything. */
export function has(records: readonly Records[], kind: Records['kind']): boolean {
  return records.some((each) => each.kind === kind && each.items.length > 0);
}

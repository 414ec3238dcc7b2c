import type { Family } from '../model/family.ts';
import type { Cause, Disposition } from '../model/journey.ts';
import type { TableFamily } from '../model/table-family.ts';
import type { HostComparison } from './compare-host.ts';
import { ruleKey } from './rule-key.ts';
import { ruleContent } from '../dialects/rule-content.ts';

/** What of an end is named: how, and by what. */
export type NamedCause = Pick<Cause, 'kind' | 'table' | 'chain' | 'text'> & { readonly rule: number | null };

export type EndingNamer = (family: Family, disposition: Disposition, cause: NamedCause | null) => string;

/**
 * Names the ends of packets of one host, so that equal names are one end whatever the rules' numbers. A rule that
 * changed is still that rule; one whose text is not known goes by its number.
 */
export function endingNamer({ before, after, ruleset }: HostComparison): EndingNamer {
  const contents = new Map<string, string>();
  for (const state of [before, after])
    for (const { table } of state.tables)
      for (const chain of table.chains)
        for (const rule of chain.rules)
          contents.set(
            ruleKey(table.family, table.name, chain.name, rule.text),
            ruleKey(table.family, table.name, chain.name, ruleContent(rule)),
          );
  return (family, disposition, cause) => {
    // A program that listens or not is no matter of the host's configuration.
    if (cause === null || disposition === 'delivered') return disposition;
    const { kind, table, chain, rule, text } = cause;
    if (table === null || chain === null) return `${disposition} ${kind}`;
    const place = `${disposition} ${kind} ${table}/${chain}`;
    if (kind === 'policy') return place;
    if (text === null) return `${place} number ${rule}`;
    const keys = familiesOf(family).map((each) => ruleKey(each, table, chain, text));
    const content = contents.get(keys.find((key) => contents.has(key)) ?? '') ?? text;
    return `${place} ${ruleset.formerly.get(content) ?? content}`;
  };
}

/** The families whose tables see packets of a family. */
function familiesOf(family: Family): readonly TableFamily[] {
  return [family === 'ipv6' ? 'ip6' : 'ip', 'inet', 'netdev', 'bridge'];
}

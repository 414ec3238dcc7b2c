import { loadedTables } from '../../kernel/chains/loaded-tables.ts';
import { type NeverMatching, neverMatching } from '../../kernel/headers/never-matching.ts';
import { inSets } from '../../kernel/match/set-membership.ts';
import { hostNetwork } from '../../kernel/routing/host-network.ts';
import { recordsOf } from '../../model/host-records.ts';
import type { Family } from '../../model/family.ts';
import type { CountedBecause, NeverRule, NeverSearch } from '../../model/reach.ts';
import type { Condition } from '../../model/condition.ts';
import type { Rule, Table } from '../../model/ruleset.ts';
import type { Bundle } from '../simulate-host.ts';
import { interfacesOf } from './asked-headers.ts';

/** The rules of a host that no packet can match, whatever comes, and the tables that were too much to search. */
export function neverRules(bundle: Bundle, host: string): NeverSearch {
  const search = tableSearch(bundle, host);
  const rules: NeverRule[] = [];
  const left: NeverSearch['left'][number][] = [];
  for (const { table } of loadedTables(bundle.rulesets, host)) {
    const found = search(table);
    if (found === null) left.push({ host, family: table.family, table: table.name });
    for (const { chain, number, rule, why, by } of found ?? []) {
      const packets = rule.counter?.packets ?? null;
      rules.push({
        host,
        tableFamily: table.family,
        table: table.name,
        chain: chain.name,
        number,
        at: rule.at,
        why,
        by: by.map((above) => ({ table: table.name, chain: chain.name, rule: above })),
        counted:
          packets === null || packets === 0
            ? null
            : { packets, because: whyCounted(bundle, host, table, chain.name, rule) },
      });
    }
  }
  return { rules, left };
}

/** All hosts of a bundle. */
export function everyNeverRule(analysis: Bundle): NeverSearch {
  const hosts = new Set(analysis.rulesets.map(({ host }) => host));
  const found = Array.from(hosts, (host) => neverRules(analysis, host));
  return { rules: found.flatMap(({ rules }) => rules), left: found.flatMap(({ left }) => left) };
}

/** Searches tables as those of a host; null where that is too much. */
function tableSearch(bundle: Bundle, host: string): (table: Table) => readonly NeverMatching[] | null {
  const { ipsets, ...records } = recordsOf(bundle, host);
  const network = records.network === null ? null : hostNetwork(records.network);
  const facts = { network, inSet: inSets(ipsets), ipsets };
  return (table) => {
    const interfaces = everyInterface(interfacesOf(network, [table], []), table);
    const found = familiesOf(table).map((family) => neverMatching(table, family, facts, interfaces));
    const [first = [], ...others] = found;
    if (first === null || others.includes(null)) return null;
    return first.filter(({ rule }) =>
      others.every((other) => other?.some((each) => each.rule === rule) === true),
    );
  };
}

/**
 * A counter of a rule that no packet can match is of other rules than those beside it. Where the bundle shows the rule
 * once more, in another dump in which packets can match it, that tells which; otherwise, what shadows it is newer.
 */
function whyCounted(
  bundle: Bundle,
  host: string,
  table: Table,
  chain: string,
  { text }: Rule,
): CountedBecause {
  const own = bundle.rulesets.find(({ ruleset }) => ruleset.tables.includes(table))?.ruleset;
  const others = bundle.rulesets.flatMap(({ host: other, ruleset }) =>
    ruleset.tables.flatMap((each): readonly CountedBecause[] => {
      if (each === table || each.name !== table.name || each.family !== table.family) return [];
      const same =
        each.chains.find(({ name }) => name === chain)?.rules.filter((rule) => rule.text === text) ?? [];
      if (same.length === 0) return [];
      const never = tableSearch(bundle, other)(each);
      if (never === null || same.every((rule) => never.some((found) => found.rule === rule))) return [];
      const { file } = ruleset;
      if (other !== host) return [{ kind: 'namespace', host: other, file }];
      const isOtherBackend = own !== undefined && own.backend !== ruleset.backend;
      return [isOtherBackend ? { kind: 'backend', backend: ruleset.backend, file } : { kind: 'time', file }];
    }),
  );
  return others[0] ?? { kind: 'time', file: null };
}

function familiesOf({ family }: Table): readonly Family[] {
  if (family === 'ip') return ['ipv4'];
  if (family === 'ip6') return ['ipv6'];
  return family === 'inet' ? ['ipv4', 'ipv6'] : [];
}

/** Every kind of interface that the rules tell apart: those with names, one for each beginning of a name, any other, none. */
function everyInterface(named: readonly string[], table: Table): readonly string[] {
  const beginnings = table.chains.flatMap(({ rules }) =>
    rules.flatMap(({ spec }) => spec.conditions.flatMap(beginningsIn)),
  );
  return [...new Set([...named, 'lo', ...beginnings.map((beginning) => `${beginning}?`), '?', ''])];
}

function beginningsIn(condition: Condition): readonly string[] {
  const ofInterface = ({ kind }: { readonly kind: string }): boolean => kind === 'interface';
  if (condition.kind === 'compare' && ofInterface(condition.field))
    return condition.values.flatMap((value) => (value.kind === 'name' && value.isPrefix ? [value.name] : []));
  return [];
}

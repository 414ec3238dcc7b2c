import { loadedTables } from '../../kernel/chains/loaded-tables.ts';
import { neverMatching } from '../../kernel/headers/never-matching.ts';
import { inSets } from '../../kernel/match/set-membership.ts';
import { hostNetwork } from '../../kernel/routing/host-network.ts';
import type { Analysis } from '../../model/analysis.ts';
import { recordsOf } from '../../model/host-records.ts';
import type { Family } from '../../model/family.ts';
import type { NeverRule } from '../../model/reach.ts';
import type { Condition } from '../../model/condition.ts';
import type { Table } from '../../model/ruleset.ts';
import type { Bundle } from '../simulate-host.ts';
import { interfacesOf } from './asked-headers.ts';

/** The rules of a host that no packet can match, whatever comes. */
export function neverRules(bundle: Bundle, host: string): readonly NeverRule[] {
  const { ipsets, ...records } = recordsOf(bundle, host);
  const network = records.network === null ? null : hostNetwork(records.network);
  return loadedTables(bundle.rulesets, host).flatMap(({ table }): readonly NeverRule[] => {
    const families = familiesOf(table);
    const interfaces = everyInterface(interfacesOf(network, [table], []), table);
    const found = families.map((family) =>
      neverMatching(table, family, { network, inSet: inSets(ipsets), ipsets }, interfaces),
    );
    const [first, ...others] = found;
    if (first === undefined || first === null) return [];
    return first
      .filter(({ rule }) => others.every((other) => other?.some((each) => each.rule === rule) === true))
      .map(({ chain, number, rule, why, by }) => ({
        host,
        tableFamily: table.family,
        table: table.name,
        chain: chain.name,
        number,
        at: rule.at,
        why,
        by: by.map((above) => ({ table: table.name, chain: chain.name, rule: above })),
        counted: rule.counter?.packets ?? null,
      }));
  });
}

/** All hosts of a bundle. */
export function everyNeverRule(analysis: Analysis): readonly NeverRule[] {
  const hosts = new Set(analysis.rulesets.map(({ host }) => host));
  return [...hosts].flatMap((host) => neverRules(analysis, host));
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

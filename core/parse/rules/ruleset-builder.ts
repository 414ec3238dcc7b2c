import type { Chain, Counter, Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { Family } from '../../model/family.ts';
import type { LineRef } from '../../model/evidence.ts';
import { addressFamily } from '../text/ip-text.ts';
import { tableOfChains } from './iptables/iptables-table-name.ts';

/** A chain whose rules are still being read. */
export interface OpenChain {
  readonly name: string;
  readonly base: null;
  policy: Chain['policy'];
  policyCounter: Counter | null;
  readonly rules: Rule[];
  readonly cuts: LineRef[];
  readonly at: LineRef;
}

/** A table whose chains are still being read. Its name is null until its chains tell it. */
export interface OpenTable {
  readonly name: string | null;
  readonly chains: Map<string, OpenChain>;
  readonly at: LineRef;
}

/** A ruleset whose tables are still being read; the family is null until a header or an address tells it. */
export interface OpenRuleset {
  family: Family | null;
  backend: Ruleset['backend'];
  readonly tables: OpenTable[];
}

/** The chain of that name, made on the spot where the line that declares it is missing. */
export function chainOf(table: OpenTable, name: string, at: LineRef): OpenChain {
  const known = table.chains.get(name);
  if (known) return known;
  const chain: OpenChain = { name, base: null, policy: null, policyCounter: null, rules: [], cuts: [], at };
  table.chains.set(name, chain);
  return chain;
}

/** In this order each table lists its built-in chains. */
const hookOrder = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/**
 * Whether a chain must be the next table's, though nothing has announced one: it comes a second time, or in a table
 * without a name it is a built-in chain that a table would list before one that was already there.
 */
export function beginsNextTable(table: OpenTable, name: string): boolean {
  if (table.chains.has(name)) return true;
  const place = hookOrder.indexOf(name);
  return table.name === null && place >= 0 && hookOrder.slice(place).some((later) => table.chains.has(later));
}

/** The finished ruleset. `fallback` is the family that the file's name or command tells. */
export function finishedRuleset(
  ruleset: OpenRuleset,
  source: Ruleset['source'],
  file: string,
  fallback: Family | null,
): Ruleset {
  const family = ruleset.family ?? familyOfRules(ruleset) ?? fallback ?? 'ipv4';
  return {
    family,
    backend: ruleset.backend,
    source,
    file,
    tables: ruleset.tables.map((table) => finishedTable(table, family)),
  };
}

function finishedTable(table: OpenTable, family: Family): Table {
  return {
    family: family === 'ipv6' ? 'ip6' : 'ip',
    name: table.name ?? tableOfChains(table.chains.keys()),
    chains: [...table.chains.values()],
    sets: [],
    at: table.at,
  };
}

function familyOfRules(ruleset: OpenRuleset): Family | null {
  for (const table of ruleset.tables)
    for (const chain of table.chains.values())
      for (const rule of chain.rules)
        for (const { option, values } of rule.conditions) {
          const family =
            option === '-s' || option === '-d' ? addressFamily(values[0]?.split(',')[0] ?? '') : null;
          if (family !== null) return family;
        }
  return null;
}

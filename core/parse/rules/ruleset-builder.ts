import type { Condition } from '../../model/condition.ts';
import type { Chain, Counter, Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { Family } from '../../model/family.ts';
import type { LineRef } from '../../model/evidence.ts';
import { LazyRule } from './iptables/lazy-rule.ts';
import { tableOfChains } from './iptables/iptables-table-name.ts';

/** A chain whose rules are still being read. */
export interface OpenChain {
  readonly name: string;
  readonly base: null;
  policy: Chain['policy'];
  policyCounter: Counter | null;
  readonly rules: Rule[];
  readonly cuts: LineRef[];
  /** Whether only some of its lines are there, picked by a filter: their numbers can't be counted. */
  isPicked: boolean;
  readonly at: LineRef;
}

/** A table whose chains are still being read. Its name is null until its chains tell it. */
export interface OpenTable {
  readonly name: string | null;
  covers: DumpCoverage;
  /** Of picked lines: whether all of a chain's were picked. */
  readonly keepsChain?: (name: string) => boolean;
  readonly chains: Map<string, OpenChain>;
  readonly at: LineRef;
}

/**
 * What of a table was asked for: all of it (`iptables-save`), all of it or what was left of it (a listing whose command
 * nobody copied), one chain (`iptables -S FORWARD`), or lines that a filter picked (`iptables-save | grep KUBE`).
 */
export type DumpCoverage = 'table' | 'unknown' | 'chain' | 'lines';

/** A ruleset whose tables are still being read; the family is null until a header or an address tells it. */
export interface OpenRuleset {
  family: Family | null;
  backend: Ruleset['backend'];
  readonly printedAt: Ruleset['printedAt'];
  covers: Ruleset['covers'];
  readonly tables: OpenTable[];
}

/** The chain of that name, made on the spot where the line that declares it is missing. */
export function chainOf(table: OpenTable, name: string, at: LineRef): OpenChain {
  const known = table.chains.get(name);
  if (known) return known;
  const isPicked = table.covers === 'lines' && table.keepsChain?.(name) !== true;
  const chain: OpenChain = { name, base: null, policy: null, policyCounter: null, rules: [], cuts: [], isPicked, at }; // prettier-ignore
  table.chains.set(name, chain);
  return chain;
}

/** In this order each table lists its built-in chains. */
const hookOrder = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/**
 * Whether a chain must be the next table's, though nothing has announced one: it comes a second time; it is a built-in
 * chain that this table does not have; or it is one that a table would list before one that was already there, and this
 * table has no name, or (`isFollowed`) more listings were asked for.
 */
export function beginsNextTable(table: OpenTable, name: string, isFollowed: boolean): boolean {
  if (table.chains.has(name)) return true;
  const place = hookOrder.indexOf(name);
  if (place < 0) return false;
  if (table.name !== null && !mayHave(table.name, name)) return true;
  return (
    (table.name === null || isFollowed) && hookOrder.slice(place).some((later) => table.chains.has(later))
  );
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
    printedAt: ruleset.printedAt,
    covers: ruleset.covers,
    tables: ruleset.tables.map((table) => finishedTable(table, family)),
  };
}

function finishedTable(table: OpenTable, family: Family): Table {
  const name = table.name ?? tableOfChains(table.chains.keys());
  const isWhole =
    table.covers === 'table' || (table.covers === 'unknown' && hasBuiltInChains(name, table.chains));
  return {
    family: family === 'ipv6' ? 'ip6' : 'ip',
    name,
    covers: isWhole ? 'every-chain' : 'its-chains',
    chains: Array.from(table.chains.values(), finishedChain),
    sets: [],
    at: table.at,
  };
}

function mayHave(table: string, chain: string): boolean {
  return (table === 'nat' && chain === 'INPUT') || builtIn[table]?.includes(chain) !== false;
}

/** Whoever lists a table whole lists its built-in chains; nat had no INPUT before Linux 2.6.36. */
function hasBuiltInChains(table: string, chains: ReadonlyMap<string, OpenChain>): boolean {
  return (builtIn[table] ?? builtIn['filter'] ?? []).every((name) => chains.has(name));
}

const builtIn: Readonly<Record<string, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: hookOrder,
  nat: ['PREROUTING', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** Of picked lines nothing is known of what stood between them. */
function finishedChain({ isPicked, ...chain }: OpenChain): Chain {
  if (!isPicked) return chain;
  const rules = chain.rules.map((rule) =>
    rule instanceof LazyRule ? rule.moved({ number: null }) : { ...rule, number: null },
  );
  return { ...chain, rules, cuts: [chain.at, ...chain.cuts] };
}

/** The family of the addresses that a condition names. */
function familyAsked(condition: Condition): Family | null {
  if (condition.kind !== 'compare' || condition.field.kind !== 'address') return null;
  const [value] = condition.values;
  if (value?.kind !== 'network') return null;
  return typeof value.base === 'bigint' ? 'ipv6' : 'ipv4';
}

function familyOfRules(ruleset: OpenRuleset): Family | null {
  for (const table of ruleset.tables)
    for (const chain of table.chains.values())
      for (const rule of chain.rules)
        for (const condition of rule.spec.conditions) {
          const family = familyAsked(condition);
          if (family !== null) return family;
        }
  return null;
}

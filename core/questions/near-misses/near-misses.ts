import type { MatchFacts } from '../../kernel/match/match-facts.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { mismatchOf } from '../../dialects/mismatch.ts';
import { matchRule } from '../../kernel/conditions/match-rule.ts';
import { chainLedTo } from '../../kernel/rule-effect.ts';
import type { NearMiss } from '../../model/journey.ts';
import type { Mismatch } from '../../model/mismatch.ts';
import type { Rule, Table } from '../../model/ruleset.ts';
import { type FirstImpossibleConditions, firstImpossibleConditions } from './first-impossible-condition.ts';
import { mayAccept, waysToAccept } from './ways-to-accept.ts';

const MOST_SHOWN = 5;
/** Of a chain with more rules, only those are matched that can be among the nearest. */
const FEW_RULES = 200;
const knownFailures = new WeakMap<readonly Rule[], FirstImpossibleConditions>();

/** A drop, and what is known of the packet there. */
export interface DropPlace {
  readonly table: Table;
  /** The chain that decided, or one on the way to it. */
  readonly chain: string;
  /** The rule that decided, or that led on to the chain that did; null for the end of the chain. */
  readonly upTo: number | null;
  readonly packet: MatchPacket;
  readonly facts: MatchFacts;
}

/**
 * The rules before a drop that could have decided otherwise: those that accept, or lead to a chain that does. At most
 * five, those with the fewest failed conditions first, and of equals the one that the packet met first.
 */
export function nearMisses({ table, chain, upTo, packet, facts }: DropPlace): readonly NearMiss[] {
  const visit: Visit = {
    table,
    packet,
    facts: { ...facts, nftSets: table.sets },
    seen: new Set(),
    nearest: new Map(),
  };
  return missesIn(visit, chain, upTo)
    .toSorted((a, b) => a.failures - b.failures)
    .slice(0, MOST_SHOWN);
}

interface Visit {
  readonly table: Table;
  readonly packet: MatchPacket;
  readonly facts: MatchFacts;
  /** Chains already looked through: a second visit finds the same rules. */
  readonly seen: Set<string>;
  /** What `fewestFailures` knows of each chain. */
  readonly nearest: Map<string, number | null>;
}

/** What of a rule failed; `first` is null where nothing did. */
interface Failed {
  readonly count: number;
  readonly first: Mismatch | null;
  readonly certain: boolean;
}

function missesIn(visit: Visit, name: string, upTo: number | null): NearMiss[] {
  if (visit.seen.has(name)) return [];
  visit.seen.add(name);
  const ways = waysToAccept(visit.table, name);
  const end = upTo === null ? -1 : ways.findIndex(({ number }) => number === null || number >= upTo);
  const rules = end < 0 ? ways : ways.slice(0, end);
  if (rules.length <= FEW_RULES) return rules.flatMap((rule) => missesOf(visit, name, rule));
  return nearestOf(ways, rules.length, visit, (rule) => missesOf(visit, name, rule));
}

/** The misses of a long chain: all that can be among the nearest, in the chain's order. */
function nearestOf(
  ways: readonly Rule[],
  count: number,
  { packet, facts }: Visit,
  missesOfRule: (rule: Rule) => readonly NearMiss[],
): NearMiss[] {
  const countFailures = knownFailures.get(ways) ?? firstImpossibleConditions(ways);
  knownFailures.set(ways, countFailures);
  const least = countFailures(packet, facts).subarray(0, count);
  const most = least.reduce((high, failures) => Math.max(high, failures), 0);
  const found: { readonly position: number; readonly miss: NearMiss }[] = [];
  for (let failures = 0; failures <= most; failures++) {
    // Those that come before all rules still to come: they fail in fewer conditions, or in as many and stand earlier.
    let ahead = found.filter(({ miss }) => miss.failures < failures).length;
    for (let position = 0; position < count; position++) {
      if (least[position] !== failures) continue;
      if (failures > 0 && ahead >= MOST_SHOWN) break;
      for (const miss of missesOfRule(ways[position] as Rule)) {
        found.push({ position, miss });
        if (miss.failures <= failures) ahead++;
      }
    }
  }
  return found.toSorted((a, b) => a.position - b.position).map(({ miss }) => miss);
}

function missesOf(visit: Visit, chain: string, rule: Rule): readonly NearMiss[] {
  const failed = failureOf(rule, visit);
  if (!mayAccept(rule, visit.table)) return missesAfter(visit, rule, chain, failed);
  return failed.first === null
    ? []
    : [{ ...missOf(visit.table, chain, rule), ...shown(failed, failed.first) }];
}

/**
 * After a jump that the packet took, every rule of the chain is one that it met. A jump that it did not take is itself
 * the near miss, as near as the chain's nearest rule that accepts.
 */
function missesAfter(visit: Visit, rule: Rule, chain: string, failed: Failed): NearMiss[] {
  const called = chainLedTo(rule.spec) ?? '';
  if (failed.first === null) return missesIn(visit, called, null);
  const nearest = fewestFailures(visit, called);
  if (nearest === null) return [];
  return [
    {
      ...missOf(visit.table, chain, rule),
      ...shown({ ...failed, count: failed.count + nearest }, failed.first),
    },
  ];
}

/** Conditions that fail on the nearest way to an ACCEPT within a chain; null where no way leads to one. */
function fewestFailures(visit: Visit, name: string): number | null {
  const known = visit.nearest.get(name);
  if (known !== undefined) return known;
  // A chain that a damaged file lets call itself leads nowhere new.
  visit.nearest.set(name, null);
  const ways = waysToAccept(visit.table, name).flatMap((rule) => {
    const beyond = mayAccept(rule, visit.table) ? 0 : fewestFailures(visit, chainLedTo(rule.spec) ?? '');
    return beyond === null ? [] : [failureOf(rule, visit).count + beyond];
  });
  const nearest = ways.length === 0 ? null : ways.reduce((least, way) => Math.min(least, way));
  visit.nearest.set(name, nearest);
  return nearest;
}

function failureOf(rule: Rule, { packet, facts }: Visit): Failed {
  const { failed, failures, unknown } = matchRule(rule.spec, packet, facts);
  const first = failed ?? unknown[0] ?? null;
  if (first === null) return { count: 0, first: null, certain: false };
  return { count: Math.max(failures, 1), first: mismatchOf(first), certain: failed !== null };
}

function missOf(
  table: Table,
  chain: string,
  rule: Rule,
): Pick<NearMiss, 'table' | 'chain' | 'number' | 'text' | 'at'> {
  return { table: table.name, chain, number: rule.number, text: rule.text, at: rule.at };
}

function shown(
  { count, certain }: Failed,
  failed: Mismatch,
): Pick<NearMiss, 'failures' | 'failed' | 'certain'> {
  return { failures: count, failed, certain };
}

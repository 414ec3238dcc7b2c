import { chainOfTable } from '../model/chain-of-table.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { matchRule } from '../kernel/match/match-rule.ts';
import type { NearMiss } from '../model/journey.ts';
import type { Rule, Table } from '../model/ruleset.ts';

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
  return missesIn(visit, chain, upTo, nothingFailed)
    .toSorted((a, b) => a.failures - b.failures)
    .slice(0, 5);
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

/** What failed on the jumps that lead to a chain. */
interface Failed {
  readonly count: number;
  readonly first: string | null;
  readonly certain: boolean;
}

const nothingFailed: Failed = { count: 0, first: null, certain: false };

function missesIn(visit: Visit, name: string, upTo: number | null, before: Failed): NearMiss[] {
  const chain = chainOfTable(visit.table, name);
  if (chain === undefined || visit.seen.has(name)) return [];
  visit.seen.add(name);
  const misses: NearMiss[] = [];
  for (const rule of chain.rules) {
    if (upTo !== null && (rule.number === null || rule.number >= upTo)) break;
    const failed = failureOf(rule, visit, before);
    if (mayAccept(rule, visit.table)) {
      if (failed.first !== null) misses.push({ ...missOf(visit.table, name, rule), ...shown(failed) });
    } else if (rule.target !== null && chainOfTable(visit.table, rule.target.name) !== undefined) {
      misses.push(...missesBehind(visit, rule, name, failed));
    }
  }
  return misses;
}

/**
 * Behind a jump that the packet took, every rule of the chain is one that it met. A jump that it did not take is itself
 * the near miss, as near as the chain's nearest rule that accepts.
 */
function missesBehind(visit: Visit, rule: Rule, chain: string, failed: Failed): NearMiss[] {
  const called = rule.target?.name ?? '';
  if (failed.first === null) return missesIn(visit, called, null, failed);
  const nearest = fewestFailures(visit, called);
  if (nearest === null) return [];
  return [{ ...missOf(visit.table, chain, rule), ...shown({ ...failed, count: failed.count + nearest }) }];
}

/** Conditions that fail on the nearest way to an ACCEPT within a chain; null where no way leads to one. */
function fewestFailures(visit: Visit, name: string): number | null {
  const known = visit.nearest.get(name);
  if (known !== undefined) return known;
  // A chain that a damaged file lets call itself leads nowhere new.
  visit.nearest.set(name, null);
  const chain = chainOfTable(visit.table, name);
  const ways = (chain?.rules ?? []).flatMap((rule) => {
    const beyond = mayAccept(rule, visit.table) ? 0 : fewestFailures(visit, rule.target?.name ?? '');
    return beyond === null ? [] : [failureOf(rule, visit, nothingFailed).count + beyond];
  });
  const nearest = ways.length === 0 ? null : ways.reduce((least, way) => Math.min(least, way));
  visit.nearest.set(name, nearest);
  return nearest;
}

/** A rule that accepts, or a verdict map of nft with an element that does. */
function mayAccept({ target }: Rule, { sets }: Table): boolean {
  if (target?.name === 'ACCEPT') return true;
  if (target?.name !== 'vmap') return false;
  return target.options.some((option) => {
    const map = sets.find(({ name }) => option === `@${name}`);
    if (map !== undefined) return map.elements.some(({ value }) => value === 'accept');
    return /(?:^|[:,\s])accept(?:[,\s}]|$)/.test(option);
  });
}

function failureOf(rule: Rule, { packet, facts }: Visit, before: Failed): Failed {
  const { failed, failures, unknown } = matchRule(rule, packet, facts);
  const first = failed ?? unknown[0] ?? null;
  if (first === null) return before;
  return {
    count: before.count + Math.max(failures, 1),
    first: before.first ?? first.said,
    certain: before.first === null ? failed !== null : before.certain,
  };
}

function missOf(
  table: Table,
  chain: string,
  rule: Rule,
): Pick<NearMiss, 'table' | 'chain' | 'number' | 'text' | 'at'> {
  return { table: table.name, chain, number: rule.number, text: rule.text, at: rule.at };
}

function shown({ count, first, certain }: Failed): Pick<NearMiss, 'failures' | 'failed' | 'certain'> {
  return { failures: count, failed: first ?? '', certain };
}

import { deltaNumber } from '../../model/delta-column.ts';
import { noFacts } from '../../kernel/match/match-facts.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { tracedPacket } from '../../kernel/match/traced-packet.ts';
import { holdsFor } from '../../kernel/conditions/match-rule.ts';
import { startsTrace } from '../../kernel/rule-effect.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { ChainPath, Journeys, ResolvedPlace } from '../../model/journey.ts';
import { eventsOf } from '../../model/journey-events.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import { countByShape, stepsOf } from '../../model/shape-steps.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** A rule whose conditions all held for packets that the log shows after it, without a line of the rule. */
export interface PassedOver {
  readonly place: ResolvedPlace['place'];
  readonly rule: Rule;
  /** Where the first of them went on instead. */
  readonly metInstead: ResolvedPlace;
  /** The line of that. */
  readonly at: LineRef;
  readonly packets: number;
  /** The packet's lines begin there, so that others are missing: the rule's may be one of them. */
  readonly isFirst: boolean;
}

/** More rules between two lines, and more of them in all, would take too long. */
const mostRules = 500;
const mostTries = 200_000;

/**
 * Rules that packets passed by although they must have matched. A rule that matches is always logged, so either the
 * ruleset is of another time, or the rule does not do what it says (two versions of iptables wrote the rules), or its
 * line is missing: then other packets did meet the rule, and it is left out here.
 */
export function passedOverRules(
  events: TraceEvents,
  journeys: Journeys,
  tables: readonly (Table | null)[],
): readonly PassedOver[] {
  if (tables.every((table) => table === null)) return [];
  const packets = packetsThrough(journeys);
  const found = new Map<Rule, PassedOver>();
  const isDone = new Uint8Array(journeys.shapes.length);
  const rulesBetween = betweenPlaces(journeys, tables);
  let tries = 0;
  for (let journey = 0; journey < journeys.count && tries < mostTries; journey++) {
    const end = journeys.shape[journey] as number;
    if (isDone[end] === 1) continue;
    const steps = stepsOf(journeys.shapes, end);
    const indexes = indexesOf(journeys, end);
    const own = eventsOf(journeys, journey);
    own.forEach((event, index) => {
      const shape = indexes[index] as number;
      if (isDone[shape] === 1) return;
      isDone[shape] = 1;
      const between = rulesBetween(steps, index);
      if (between.length === 0) return;
      const step = steps[index] as ChainPath;
      const packet = tracedPacket(events, event, step.hook);
      const passed = between.find((rule) => mustMatch(rule, packet));
      tries += between.length;
      if (passed === undefined) return;
      const metInstead = journeys.places[step.place] as ResolvedPlace;
      const known = found.get(passed);
      const more = packets[shape] as number;
      const at = known?.at ?? {
        file: events.logs[events.log[event] as number] ?? '',
        line: deltaNumber(events.line, event),
      };
      found.set(passed, {
        place: metInstead.place,
        rule: passed,
        metInstead: known?.metInstead ?? metInstead,
        at,
        packets: (known?.packets ?? 0) + more,
        isFirst: known?.isFirst ?? step.gap,
      });
    });
  }
  const met = packetsThatMet(journeys, packets);
  return [...found.values()].filter(({ rule, packets: count }) => count > (met.get(rule) ?? 0));
}

/**
 * The rules of the chain that stand between the packet's last line there, or the chain's beginning, and this one. Of a node
 * with 10,000 services, thousands of ways have the same two lines: the rules between them are found once.
 */
function betweenPlaces(
  journeys: Journeys,
  tables: readonly (Table | null)[],
): (steps: readonly ChainPath[], index: number) => readonly Rule[] {
  const known = new Map<number, readonly Rule[]>();
  return (steps, index) => {
    const step = steps[index] as ChainPath;
    const { place } = journeys.places[step.place] as ResolvedPlace;
    if (step.gap && index > 0) return [];
    const before = lastInChain(journeys, steps, index);
    if (before === 'not-known' || (before === null && isWhereTraceMayBegin(place, index))) return [];
    const key = ((before ?? -1) + 1) * journeys.places.length + step.place;
    let rules = known.get(key);
    if (rules === undefined) known.set(key, (rules = rulesBetween(journeys, tables, before, step.place)));
    return rules;
  };
}

/** Those between two places of one chain; `before` is null for the chain's beginning. */
function rulesBetween(
  { places }: Journeys,
  tables: readonly (Table | null)[],
  before: number | null,
  here: number,
): readonly Rule[] {
  const { place, at, rule, drift } = places[here] as ResolvedPlace;
  const table = tables[here] ?? null;
  if (table === null || place.tracer !== 'trace' || drift !== null || at === 'unknown') return [];
  const chain = chainOfTable(table, place.chain);
  if (chain === undefined || chain.cuts.length > 0) return [];
  const last = at === 'rule' ? (rule?.number ?? 0) - 1 : chain.rules.length;
  if (before === null) return sliceOf(chain, 0, last);
  const { verdict, rule: met } = places[before] as ResolvedPlace;
  // A RETURN and a goto lead to the end of a built-in chain past all rules.
  if (met?.number === undefined || met.number === null || verdict === 'return' || verdict === 'goto')
    return [];
  return sliceOf(chain, met.number, last);
}

function sliceOf({ rules }: Chain, first: number, last: number): readonly Rule[] {
  return last - first > mostRules ? [] : rules.slice(first, last);
}

/** The trace begins after the TRACE rule, which stands in table raw. */
function isWhereTraceMayBegin({ table }: ResolvedPlace['place'], index: number): boolean {
  return index === 0 && table === 'raw';
}

/** The place of the packet's last line in the same run through the chain; null where it has just entered it. */
function lastInChain(
  { places }: Journeys,
  steps: readonly ChainPath[],
  index: number,
): number | null | 'not-known' {
  const step = steps[index] as ChainPath;
  const here = places[step.place]?.place;
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    const other = steps[earlier] as ChainPath;
    const there = places[other.place]?.place;
    if (there === undefined || steps[earlier + 1]?.gap === true) return 'not-known';
    if (there.table !== here?.table || other.hook !== step.hook || other.depth < step.depth) return null;
    if (other.depth === step.depth) return there.chain === here.chain ? other.place : null;
  }
  return null;
}

function mustMatch(rule: Rule, packet: MatchPacket): boolean {
  return holdsFor(rule.spec, packet, noFacts) === 'yes' && !startsTrace(rule.spec);
}

/** How many packets took each way, or a longer one that begins so. */
function packetsThrough(journeys: Journeys): Uint32Array {
  const through = countByShape(journeys);
  // Children come after their parents.
  for (let index = through.length - 1; index > 0; index--) {
    const parent = journeys.shapes[index]?.parent ?? 0;
    through[parent] = (through[parent] as number) + (through[index] as number);
  }
  return through;
}

function packetsThatMet({ shapes, places }: Journeys, packets: Uint32Array): ReadonlyMap<Rule, number> {
  const met = new Map<Rule, number>();
  shapes.forEach(({ place }, index) => {
    const rule = places[place]?.rule ?? null;
    if (rule !== null) met.set(rule, (met.get(rule) ?? 0) + (packets[index] as number));
  });
  return met;
}

function indexesOf({ shapes }: Journeys, end: number): readonly number[] {
  const indexes: number[] = [];
  for (let index = end; index > 0; index = shapes[index]?.parent ?? 0) indexes.push(index);
  return indexes.reverse();
}

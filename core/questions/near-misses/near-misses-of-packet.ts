import { chainOfTable } from '../../model/chain-of-table.ts';
import { factsOfHost } from '../../kernel/match/facts-of-host.ts';
import { tracedPacket } from '../../kernel/match/traced-packet.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { CauseKind, Journeys, NearMiss, ResolvedPlace, ChainPath } from '../../model/journey.ts';
import { recordsOf } from '../../model/host-records.ts';
import type { Table } from '../../model/ruleset.ts';
import { journeyEndOf } from '../../explain/endings/journey-end.ts';
import { callsBefore } from './calls-before.ts';
import { nearMisses } from './near-misses.ts';
import { lastEvent } from '../../model/journey-events.ts';

const MOST_SHOWN = 5;

/** Deaths that another rule could have prevented. */
const decidedByRules: readonly CauseKind[] = ['rule', 'policy', 'reject', 'conntrack-invalid-rule'];

/**
 * The rules that could have let a dead packet (index from 0) through, nearest first, in the chain that decided and in
 * those that it was called from, also by the rules alone where the log begins later. Empty for a packet that did not die by a rule or policy, and where the rules that it met are not known.
 */
export function nearMissesOfPacket(analysis: Analysis, packet: number): readonly NearMiss[] {
  const { events, journeys, outcomes, rulesets } = analysis;
  const cause = outcomes.causes[outcomes.cause[packet] as number];
  if (cause === undefined || !decidedByRules.includes(cause.kind)) return [];
  const lastShape = journeys.shapes[journeys.shape[packet] as number] as ChainPath;
  const last = journeys.places[lastShape.place] as ResolvedPlace;
  const table = tableOf(last, rulesets);
  if (table === null) return [];
  const event = lastEvent(journeys, packet);
  const traced = tracedPacket(events, event, lastShape.hook);
  // Only a packet that begins a connection visits the nat chains.
  const begins = journeyEndOf(events, journeys, packet).visitedNat;
  const met = begins ? { ...traced, ctstates: ['NEW', 'RELATED'] as const } : traced;
  const facts = factsOfHost(recordsOf(analysis, last.place.host));
  const steps = callers(journeys, lastShape);
  const outermost = steps.at(-1)?.place.chain ?? last.place.chain;
  const logged = steps.flatMap(({ place, rule, at }) =>
    rule === null && at !== 'policy' ? [] : [{ chain: place.chain, upTo: rule?.number ?? null }],
  );
  const before = callsBefore(table, outermost).map(({ chain, rule }) => ({ chain, upTo: rule.number }));
  return [...logged, ...before]
    .flatMap(({ chain, upTo }) => nearMisses({ table, chain, upTo, packet: met, facts }))
    .toSorted((a, b) => Number(b.certain) - Number(a.certain) || a.failures - b.failures)
    .slice(0, MOST_SHOWN);
}

/** The table of the dump that the place was tied to. */
function tableOf({ place, rule, shownAt }: ResolvedPlace, rulesets: Analysis['rulesets']): Table | null {
  for (const { host, ruleset } of rulesets) {
    if (host !== place.host) continue;
    for (const table of ruleset.tables) {
      if (table.name !== place.table || table.family !== place.tableFamily) continue;
      const chain = chainOfTable(table, place.chain);
      if (chain === undefined) continue;
      const sameLine = shownAt !== null && chain.at.file === shownAt.file && chain.at.line === shownAt.line;
      if (rule === null ? sameLine : chain.rules.includes(rule)) return table;
    }
  }
  return null;
}

/** The deciding step, and before it the steps that had called its chain, innermost first. */
function callers(journeys: Journeys, last: ChainPath): readonly ResolvedPlace[] {
  const steps: ResolvedPlace[] = [];
  let depth = last.depth + 1;
  for (let shape = last; shape.place >= 0 && depth > 0; shape = journeys.shapes[shape.parent] as ChainPath) {
    if (shape.depth >= depth) continue;
    depth = shape.depth;
    steps.push(journeys.places[shape.place] as ResolvedPlace);
  }
  return steps;
}

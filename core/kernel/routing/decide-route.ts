import type { CauseFinding, RoutingCauseKind } from '../../model/cause.ts';
import type { NextHop } from '../../model/network.ts';
import { tableName } from './fib.ts';
import type { Branches } from '../branches.ts';
import type { RoutingDecision } from './routing-result.ts';
import type { FibAnswer, FibRoute } from './search-tables.ts';

/** A decision to drop. */
export function drop(cause: CauseFinding<RoutingCauseKind>, found: FibRoute | null): Drop {
  return { outcome: 'drop', cause, found, source: null };
}

export type Drop = Extract<RoutingDecision, { outcome: 'drop' }>;

/** The drop that follows from a lookup that found nothing, or a route or rule that refuses. */
export function noRoute(answer: Extract<FibAnswer, { kind: 'none' | 'refused' }>, dst: string): Drop {
  if (answer.kind === 'none') return drop({ kind: 'no-route', parameters: { destination: dst } }, null);
  const { rule, route } = answer;
  const by = { kind: route === null ? 'fib-rule' : 'route', text: (route ?? rule).text } as const;
  const cause = { kind: answer.by, parameters: { destination: dst, by } };
  return drop(cause, route === null ? null : { rule, table: tableName(route.table), route, hops: [] });
}

/**
 * The decision for a route whose next hops may be several (fib_select_multipath()): one for all of them where they
 * agree, else it is asked which one the hash of the flow picks, as no file tells.
 */
export function sameForEveryHop(
  found: FibRoute,
  branches: Branches,
  decide: (hop: NextHop) => RoutingDecision,
): RoutingDecision {
  const decisions = found.hops.map((hop) => ({ hop, decision: decide(hop) }));
  const [first] = decisions;
  if (first === undefined) throw new Error('route without next hop');
  if (decisions.every(({ decision }) => agrees(decision, first.decision))) {
    const { decision } = first;
    return decision.outcome === 'forward' ? { ...decision, hops: found.hops } : decision;
  }
  return branches.assume(
    { fact: { kind: 'next-hop', route: found.route.text }, command: '' },
    decisions.map(({ hop, decision }) => ({
      value: decision,
      premise: { kind: 'next-hop', hop: hop.via ?? hop.dev } as const,
    })),
  );
}

function agrees(one: RoutingDecision, other: RoutingDecision): boolean {
  if (one.outcome === 'drop' && other.outcome === 'drop') return one.cause.kind === other.cause.kind;
  return one.outcome === other.outcome;
}

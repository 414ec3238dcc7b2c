import type { WalkAssumed, WalkAssumption } from '../kernel/walk/assumption.ts';
import { stepKindOf } from '../kernel/walk/after-step.ts';
import type { WalkStep } from '../kernel/walk/trail.ts';
import type { PossibleEnd, WalkEnd } from '../kernel/walk/walk-end.ts';
import { routedTo } from '../kernel/routing/routed-to.ts';
import type { RoutedTo } from '../model/routed-to.ts';
import type { SimulatedCause, SimulatedStep, SimulatedWay } from '../model/simulation.ts';
import { changesBetween } from './packet-changes.ts';
import { simulatedAssumption } from './simulated-assumption.ts';
import { simulatedEnd } from './simulated-end.ts';

/** One way that a packet could go, as documents show it. */
export function simulatedWay({ end, packet, steps, assumptions, certain }: PossibleEnd): SimulatedWay {
  const { src, dst, sport, dport } = packet;
  const leaves = end.kind === 'forwarded' || end.kind === 'sent';
  const [presumed, assumed] = [true, false].map((asked) =>
    assumptions.filter(({ isPresumed }) => isPresumed === asked),
  );
  return {
    steps: steps.map((step) => simulatedStep(step, certain ? assumptions : [])),
    disposition: dispositionOf(end),
    cause: causeOf(end),
    end: simulatedEnd(end),
    // What leads to the same end either way is not taken for granted.
    assumes: certain
      ? []
      : [...(presumed ?? []), ...(assumed ?? [])].map((each) => simulatedAssumption(each.assumed)),
    egress: leaves ? { interface: end.outInterface, src, dst, sport, dport } : null,
  };
}

/** `unneeded`: what was assumed on the way to an end that is certain without it; rules that rest on it need not have matched. */
function simulatedStep(step: WalkStep, unneeded: readonly WalkAssumption[]): SimulatedStep {
  if (step.kind === 'routing') {
    const { decision, evidence } = step;
    return { kind: 'routing', decision: routedBy(decision), evidence };
  }
  const { table, chain, rule, number, verdict, certain, before, after } = step;
  return {
    kind: 'step',
    tableFamily: table.family,
    table: table.name,
    chain: chain.name,
    stepKind: stepKindOf(step),
    number,
    text: rule?.text ?? null,
    at: rule?.at ?? chain.at,
    verdict,
    certain: certain && !unneeded.some(({ assumed }) => isAbout(assumed, step)),
    changes: changesBetween(before, after),
  };
}

/** Whether the step is of a rule that matches only if what is assumed holds. */
function isAbout(
  assumed: WalkAssumed,
  { table, chain, number }: Extract<WalkStep, { kind: 'chain' }>,
): boolean {
  if (assumed.kind !== 'condition') return false;
  const { at } = assumed;
  return at.table === table.name && at.chain === chain.name && at.number === number;
}

/** Where a log shows that routing led, no route is known. */
function routedBy(decision: Extract<WalkStep, { kind: 'routing' }>['decision']): RoutedTo {
  if (!('to' in decision)) return routedTo(decision);
  return decision.to === 'local'
    ? { kind: 'local', route: null }
    : { kind: 'forward', hops: [{ dev: decision.outInterface, via: null }], route: null };
}

/** The end in one word. */
export function dispositionOf(end: WalkEnd): SimulatedWay['disposition'] {
  switch (end.kind) {
    case 'rule':
      if (end.verdict === 'queue') return 'queued';
      return end.verdict === 'reject' ? 'rejected' : 'dropped';
    case 'policy':
    case 'routing':
      return 'dropped';
    case 'delivered':
    case 'forwarded':
    case 'sent':
      return end.kind;
    default:
      return 'unknown';
  }
}

/** Why packets die at an end; null where they don't. */
export function causeOf(end: WalkEnd): SimulatedCause | null {
  const nowhere = { table: null, chain: null, rule: null, text: null };
  switch (end.kind) {
    case 'rule': {
      if (end.verdict === 'queue') return null;
      const { table, chain, rule, number, verdict, because } = end;
      const kind =
        verdict === 'reject' ? 'reject' : because === 'invalid' ? 'conntrack-invalid-rule' : 'rule';
      return { kind, table: table.name, chain: chain.name, rule: number, text: rule.text };
    }
    case 'policy':
      return { kind: 'policy', table: end.table.name, chain: end.chain.name, rule: null, text: null };
    case 'routing':
      return { kind: end.cause.kind, ...nowhere };
    default:
      return null;
  }
}

import type { MatchPacket } from '../match/match-packet.ts';
import type { PossibleDecision } from '../routing/routing-result.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { KnownRouting } from '../../model/simulation.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { WalkAssumption } from './assumption.ts';

/** One thing that happened to a packet under way. */
export type WalkStep =
  | {
      readonly kind: 'chain';
      readonly table: Table;
      readonly chain: Chain;
      readonly isBase: boolean;
      /** Null at the end of the chain. */
      readonly rule: Rule | null;
      /** From 1; one more than the last rule at the end of the chain. */
      readonly number: number;
      /** Null for a target whose verdict is not known. */
      readonly verdict: Verdict | null;
      /** False for a rule that may match as well as not, where nothing further depends on it. */
      readonly certain: boolean;
      readonly before: MatchPacket;
      readonly after: MatchPacket;
    }
  | {
      readonly kind: 'routing';
      readonly decision: PossibleDecision['decision'] | KnownRouting;
      readonly evidence: readonly Evidence[];
    };

/** A step in a chain; routing decisions print nothing. */
export type ChainStep = Extract<WalkStep, { kind: 'chain' }>;

/**
 * What a packet met so far, the last first. A chain that was walked before has its steps in one trail that all who came
 * through it share, so a trail can be far longer than the memory that it takes.
 */
export type Trail = TrailEntry | null;

interface TrailEntry {
  readonly before: Trail;
  readonly entry:
    | { readonly kind: 'step'; readonly step: WalkStep }
    | { readonly kind: 'assumption'; readonly assumption: WalkAssumption }
    | { readonly kind: 'chain'; readonly trail: TrailEntry };
  /** Of the whole trail. */
  readonly steps: number;
  readonly assumptions: number;
}

/** A trail read from its beginning. */
export interface WalkedTrail {
  readonly steps: readonly WalkStep[];
  readonly assumptions: readonly WalkAssumption[];
}

export function withStep(before: Trail, step: WalkStep): Trail {
  return entry(before, { kind: 'step', step }, 1, 0);
}

export function withAssumption(before: Trail, assumption: WalkAssumption): Trail {
  return entry(before, { kind: 'assumption', assumption }, 0, 1);
}

/** The trail with all that was met in a called chain. */
export function withChain(before: Trail, trail: Trail): Trail {
  if (trail === null) return before;
  return before === null ? trail : entry(before, { kind: 'chain', trail }, trail.steps, trail.assumptions);
}

export function assumptionsIn(trail: Trail): number {
  return trail?.assumptions ?? 0;
}

/** Chains that are walked often have each of their steps once where all would be more than this. */
const MOST_STEPS = 2000;

export function readTrail(trail: Trail): WalkedTrail {
  const isLong = (trail?.steps ?? 0) > MOST_STEPS;
  const steps: WalkStep[] = [];
  const assumptions = new Map<string, WalkAssumption>();
  const seen = new Set<Trail>();
  /** What is still to be read, the next last. */
  const open: TrailEntry[] = [];
  const push = (end: Trail): void => {
    for (let at = end; at !== null; at = at.before) open.push(at);
  };
  push(trail);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { entry } = next;
    if (entry.kind === 'step') steps.push(entry.step);
    else if (entry.kind === 'assumption') assumptions.set(entry.assumption.question, entry.assumption);
    else if (!isLong || !seen.has(entry.trail)) {
      seen.add(entry.trail);
      push(entry.trail);
    }
  }
  return { steps, assumptions: [...assumptions.values()] };
}

function entry(before: Trail, what: TrailEntry['entry'], steps: number, assumptions: number): TrailEntry {
  return {
    before,
    entry: what,
    steps: (before?.steps ?? 0) + steps,
    assumptions: (before?.assumptions ?? 0) + assumptions,
  };
}

import type { CauseFinding, RoutingCauseKind } from '../../model/cause.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { NextHop } from '../../model/network.ts';
import { factKey } from '../../model/open-fact.ts';
import type { FibRoute } from './search-tables.ts';
import type { Case, OpenQuestion, Assumption } from '../branches.ts';
import type { SourceVerdict } from './validate-source.ts';

/** What the routing code does with a packet. `source` is null where the source was not validated. */
export type RoutingDecision =
  /** `hops` has several entries for a multipath route: the hash of the flow picks one. */
  | {
      readonly outcome: 'forward' | 'send';
      readonly hops: readonly NextHop[];
      readonly found: FibRoute | null;
      readonly source: SourceVerdict | null;
    }
  | {
      readonly outcome: 'local' | 'broadcast';
      readonly found: FibRoute | null;
      readonly source: SourceVerdict | null;
    }
  | {
      readonly outcome: 'drop';
      readonly cause: CauseFinding<RoutingCauseKind>;
      readonly found: FibRoute | null;
      readonly source: SourceVerdict | null;
    }
  /** What the bundle cannot tell even with assumptions: a routing table that it lacks, a multicast group. */
  | { readonly outcome: 'unknown'; readonly question: OpenQuestion };

/** A decision that fits the bundle if the assumptions hold. */
export interface PossibleDecision {
  readonly decision: Exclude<RoutingDecision, { outcome: 'unknown' }>;
  /** The fewest that lead to it. */
  readonly assumes: readonly Assumption[];
  readonly evidence: readonly Evidence[];
}

/** What is certain of a routing decision, and what remains possible. */
export interface RoutingResult {
  /** The decision that holds whatever the missing facts are; null where they matter, or something is presumed. */
  readonly decided: PossibleDecision['decision'] | null;
  /**
   * Where nothing is decided: each different decision that is left, drops of one cause once. It may be a single one,
   * which then rests on what was presumed: that a host whose FIB rules the bundle lacks has none of its own.
   */
  readonly possible: readonly PossibleDecision[];
  /** The facts that would decide; empty when `decided` is set. */
  readonly missing: readonly OpenQuestion[];
  /** The lines that the result rests on in every case. */
  readonly evidence: readonly Evidence[];
}

/** Sums up all cases (`everyCase`); null stands for too many to look at. */
export function weighCases(cases: readonly Case<RoutingDecision>[] | null): RoutingResult {
  if (cases === null) return openResult(tooMuchMissing);
  const possible = new Map<string, PossibleDecision>();
  const missing = new Map<string, OpenQuestion>();
  for (const { result, assumptions, presumptions, evidence } of cases) {
    const assumes = [...presumptions, ...assumptions];
    for (const { question } of assumes) missing.set(factKey(question.fact), question);
    if (result.outcome === 'unknown') {
      missing.set(factKey(result.question.fact), result.question);
      continue;
    }
    const key = sameness(result);
    const known = possible.get(key);
    if (!known || assumes.length < known.assumes.length) {
      possible.set(key, { decision: result, assumes, evidence });
    }
  }
  const evidence = sharedEvidence(cases);
  const [only] = possible.values();
  const certain = cases.every(
    ({ result, presumptions }) => result.outcome !== 'unknown' && presumptions.length === 0,
  );
  if (only && possible.size === 1 && certain)
    return { decided: only.decision, possible: [], missing: [], evidence };
  return {
    decided: null,
    possible: [...possible.values()],
    missing: [...missing.values()],
    evidence,
  };
}

/** Nothing can be said before that question is answered. */
export function openResult(question: OpenQuestion): RoutingResult {
  return { decided: null, possible: [], missing: [question], evidence: [] };
}

/** Nothing can be said of the route to an address that is not known. */
export const redactedDestination: OpenQuestion = {
  fact: { kind: 'redacted-destination' },
  command: '',
};

/** Nothing is known of the host, or too little to look at all cases. */
export const tooMuchMissing: OpenQuestion = {
  fact: { kind: 'routing-state' },
  command: 'ip rule; ip route show table all; ip addr; sysctl -a',
};

function sameness(decision: PossibleDecision['decision']): string {
  switch (decision.outcome) {
    case 'drop':
      return `drop ${decision.cause.kind}`;
    case 'forward':
    case 'send':
      return [decision.outcome, ...decision.hops.map((hop) => `${hop.dev} ${hop.via}`)].join(' ');
    default:
      return decision.outcome;
  }
}

function sharedEvidence(cases: readonly Case<RoutingDecision>[]): readonly Evidence[] {
  const [first, ...others] = cases;
  return (first?.evidence ?? []).filter((line) =>
    others.every((other) => other.evidence.some((it) => it.file === line.file && it.line === line.line)),
  );
}

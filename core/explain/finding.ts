import type { HostNetwork } from '../kernel/routing/host-network.ts';
import type { ActiveChains } from '../kernel/chains/active-chains.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { Table } from '../model/ruleset.ts';
import type {
  BaseChain,
  Cause,
  CauseKind,
  Confidence,
  Disposition,
  ResolvedPlace,
} from '../model/journey.ts';
import type { Evidence, LineRef } from '../model/evidence.ts';
import type { TracePlace } from '../model/trace.ts';
import type { JourneyEnd } from './endings/journey-end.ts';
import type { CaptureMatch } from './captures/capture-matches.ts';
import type { KernelCounter, Witness } from '../model/network.ts';

/** How a journey ended and, for a dead end, why. */
export interface Finding {
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  /** Why nothing more is known; null where the disposition says it all. */
  readonly note: string | null;
}

/** What the explanations may look at besides the ending itself. */
export interface ExplanationContext {
  readonly live: ActiveChains;
  /** The host's routing state; null where the bundle has nothing of it. */
  readonly network: HostNetwork | null;
  /** The log of that host ends with this packet's last line, or so soon after it that lines may be missing. */
  readonly logEndsHere: boolean;
  readonly witness: Witness;
  /** Whether captures show that the packet left. */
  readonly left: CaptureMatch['left'];
  /** The interface whose capture shows it leave; null where none does. */
  readonly leftBy: string | null;
  /** The counters of every chain ahead show that no packet came there without a line. */
  readonly noneAhead: boolean;
  /**
   * The log lacks lines of packets in mid-journey, and no counter shows that none is missing here: that no further line
   * follows says nothing.
   */
  readonly linesLost: boolean;
  /** The host's nat table has rules that rewrite addresses, or is not in the bundle. */
  readonly natRewrites: boolean;
  /** Whether the log shows a packet that went on behind that step. */
  readonly wentOn: (step: ResolvedPlace) => boolean;
  /** The kernel's count by which no packet of a queue in INPUT was delivered; null where it does not say so. */
  readonly noQueuedPacketDelivered: (host: string) => KernelCounter | null;
  /** Whether a place of the log in that place's table contradicts the ruleset. */
  readonly drifted: (place: TracePlace) => boolean;
  /** The table that a base chain of the host stands in, as the bundle has it; null where it has none. */
  readonly chainAt: (chain: Pick<BaseChain, 'tableFamily' | 'table' | 'chain'>) => Table | null;
  /** What rules may ask of the host. */
  readonly facts: MatchFacts;
  /** The text of a line of a small file, as the customer's file has it. */
  readonly textAt: (at: LineRef) => string;
}

/** One reason for which a journey can end; null where it is not this one. */
export type Explanation = (ending: JourneyEnd, circumstances: ExplanationContext) => Finding | null;

/** A dead end by what a rule or a policy says. The fields that are the same for all of them are filled in. */
export function deadEndInChain(
  ending: JourneyEnd,
  kind: CauseKind,
  confidence: Confidence,
  summary: string,
  disposition: Disposition = 'dropped',
): Finding {
  const { place, rule, shownAt, foundBy } = ending.last;
  const number = kind === 'policy' ? null : place.number;
  const where = kind === 'policy' ? 'policy' : (number ?? place.printed?.text ?? 'rule');
  return {
    disposition,
    note: null,
    cause: {
      kind,
      host: ending.host,
      family: ending.family,
      table: place.table,
      chain: place.chain,
      rule: number,
      text: rule?.text ?? place.printed?.text ?? null,
      confidence: asFound(confidence, foundBy),
      summary,
      evidence: shownAt === null ? [] : [shownAt],
      group: [kind, ending.host, ending.family, place.table, place.chain, where].join(' '),
    },
  };
}

/** A rule that had to be found again in a changed ruleset is not what the log itself shows. */
function asFound(confidence: Confidence, foundBy: ResolvedPlace['foundBy']): Confidence {
  if (foundBy === 'elimination') return 'possible';
  return foundBy === 'evidence' && confidence === 'observed' ? 'inferred' : confidence;
}

/** A dead end between the hooks: the routing decision and what follows it. */
export function deadEndInRouting(
  ending: JourneyEnd,
  kind: CauseKind,
  confidence: Confidence,
  summary: string,
  evidence: readonly Evidence[],
  where: string,
): Finding {
  return {
    disposition: 'dropped',
    note: null,
    cause: {
      kind,
      host: ending.host,
      family: ending.family,
      table: null,
      chain: null,
      rule: null,
      text: null,
      confidence,
      summary,
      evidence,
      group: [kind, ending.host, ending.family, where].join(' '),
    },
  };
}

/** The finding that nothing more is known than what `note` says. */
export function openEnd(disposition: 'incomplete' | 'unknown', note: string): Finding {
  return { disposition, cause: null, note };
}

/** `rule 3 of filter/FORWARD` */
export function rulePlace({ last: { place } }: JourneyEnd): string {
  return `${place.number === null ? 'a rule' : `rule ${place.number}`} of ${place.table}/${place.chain}`;
}

/** The rule that the last step met: of the ruleset, else as the tracer printed it; null where neither tells. */
export function ruleTextOf({ last: { rule, place } }: JourneyEnd): string | null {
  return rule?.text ?? place.printed?.text ?? null;
}

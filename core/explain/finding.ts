import type { HostNetwork } from '../kernel/routing/host-network.ts';
import type { ActiveChains } from '../kernel/chains/active-chains.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { Chain, Rule, Ruleset, Table } from '../model/ruleset.ts';
import type { Cause, CauseFinding, Ground, RulePlace } from '../model/cause.ts';
import type { EndNote } from '../model/end-note.ts';
import type { BaseChain, Confidence, Disposition, ResolvedPlace } from '../model/journey.ts';
import type { Evidence, LineRef } from '../model/evidence.ts';
import type { TracePlace } from '../model/trace.ts';
import type { JourneyEnd } from './endings/journey-end.ts';
import type { CountEndings } from './counters/ending-counts.ts';
import type { LogFacts } from './log-facts.ts';
import type { CaptureMatch } from '../model/capture-match.ts';
import type { KernelCounter, Witness } from '../model/witness.ts';

/** How a journey ended and, for a dead end, why. */
export interface Finding {
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  /** Why nothing more is known; null where the disposition says it all. */
  readonly note: EndNote | null;
}

/** What the explanations may look at besides the ending itself. */
export interface ExplanationContext {
  readonly live: ActiveChains;
  /** The host's routing state; null where the bundle has nothing of it. */
  readonly network: HostNetwork | null;
  /** The log of that host ends with this packet's last line, or so soon after it that lines may be missing. */
  readonly logEndsHere: boolean;
  readonly witness: Witness;
  /** What the log shows of the host at its own time. */
  readonly log: LogFacts;
  /** The policy of the last step's chain has counted fewer packets than met it in the log: it was set again since. */
  readonly policyReset: boolean;
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
  /** Whether the log shows a packet that went on after that step. */
  readonly wentOn: (step: ResolvedPlace) => boolean;
  readonly countEndings: CountEndings;
  /** The kernel's count by which no packet of a queue in INPUT was delivered; null where it does not say so. */
  readonly noQueuedPacketDelivered: (host: string) => KernelCounter | null;
  /** Whether a place of the log in that place's table contradicts the ruleset. */
  readonly drifted: (place: TracePlace) => boolean;
  /** Whether another file of the host says otherwise than this line of its network. */
  readonly isContradicted: (at: LineRef) => boolean;
  /** The table that a base chain of the host stands in, as the bundle has it; null where it has none. */
  readonly chainAt: (chain: Pick<BaseChain, 'tableFamily' | 'table' | 'chain'>) => Table | null;
  /** Every base chain that the host's rulesets show, of both backends. */
  readonly baseChains: readonly ListedBaseChain[];
  /** The host's rulesets, also those that do not say which backend has them. */
  readonly rulesets: readonly Ruleset[];
  /** How many lines of the log are of that rule. */
  readonly linesOf: (rule: Rule) => number;
  /** The backends at work on the host whose chains the bundle does not show in full. */
  readonly unlisted: ReadonlySet<'legacy' | 'nft'>;
  /** What rules may ask of the host. */
  readonly facts: MatchFacts;
  /** The text of a line of a small file, as the customer's file has it. */
  readonly textAt: (at: LineRef) => string;
}

/** A base chain with the table of the bundle that shows it. */
export interface ListedBaseChain {
  readonly base: BaseChain;
  readonly table: Table;
  readonly chain: Chain;
}

/** One reason for which a journey can end; null where it is not this one. */
export type Explanation = (ending: JourneyEnd, circumstances: ExplanationContext) => Finding | null;

/** What a dead end says besides its kind; none of it where left out. */
interface DeadEndDetails {
  readonly disposition?: Disposition;
  readonly grounds?: readonly Ground[];
  readonly evidence?: readonly Evidence[];
}

/** A dead end by what a rule or a policy says. `evidence` follows the line that shows that rule. */
export function deadEndInChain(
  { host, family, last }: JourneyEnd,
  finding: CauseFinding,
  confidence: Confidence,
  { disposition = 'dropped', grounds = [], evidence = [] }: DeadEndDetails = {},
): Finding {
  const { place, rule, shownAt, foundBy } = last;
  const number = finding.kind === 'policy' ? null : place.number;
  const where = finding.kind === 'policy' ? 'policy' : (number ?? place.printed?.text ?? 'rule');
  return {
    disposition,
    note: null,
    cause: {
      ...finding,
      host,
      family,
      table: place.table,
      chain: place.chain,
      rule: number,
      text: rule?.text ?? place.printed?.text ?? null,
      confidence: asFound(confidence, foundBy),
      grounds,
      evidence: shownAt === null ? evidence : [shownAt, ...evidence],
      group: [finding.kind, host, family, place.table, place.chain, where].join(' '),
    },
  };
}

/** A rule that had to be found again in a changed ruleset is not what the log itself shows. */
function asFound(confidence: Confidence, foundBy: ResolvedPlace['foundBy']): Confidence {
  if (foundBy === 'elimination') return 'possible';
  return foundBy === 'evidence' && confidence === 'observed' ? 'inferred' : confidence;
}

/** A dead end that is no verdict of a rule: routing, neighbour, ... `where` is what packets of one dead end share. */
export function deadEndOutsideRules(
  { host, family }: JourneyEnd,
  finding: CauseFinding,
  confidence: Confidence,
  where: string,
  { disposition = 'dropped', grounds = [], evidence = [] }: DeadEndDetails = {},
): Finding {
  return {
    disposition,
    note: null,
    cause: {
      ...finding,
      host,
      family,
      table: null,
      chain: null,
      rule: null,
      text: null,
      confidence,
      grounds,
      evidence,
      group: [finding.kind, host, family, where].join(' '),
    },
  };
}

/** The finding that nothing more is known than what `note` says. */
export function openEnd(disposition: 'incomplete' | 'unknown', note: EndNote): Finding {
  return { disposition, cause: null, note };
}

/** The rule that the last step met. */
export function rulePlace({ last: { place } }: JourneyEnd): RulePlace {
  return { table: place.table, chain: place.chain, rule: place.number };
}

/** The rule that the last step met: of the ruleset, else as the tracer printed it; null where neither tells. */
export function ruleTextOf({ last: { rule, place } }: JourneyEnd): string | null {
  return rule?.text ?? place.printed?.text ?? null;
}

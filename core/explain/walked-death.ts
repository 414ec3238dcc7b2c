import { serviceLacking } from '../dialects/owner-comments.ts';
import { type CauseFinding, type Ground, type RulePlace } from '../model/cause.ts';
import type { ResolvedPlace } from '../model/journey.ts';
import type { Rule } from '../model/ruleset.ts';
import type { PossibleEnd, Walked, WalkEnd } from '../kernel/walk/walk-end.ts';
import type { PartOfHost } from '../kernel/walk/walk-from.ts';
import { changedEnd } from './endings/changed-end.ts';
import type { JourneyEnd } from './endings/journey-end.ts';
import { deadEndInChain, type ExplanationContext, type Finding } from './finding.ts';

/** What rules can do to a packet on a part of its way. */
export interface WayOn {
  readonly deaths: readonly PossibleDeath[];
  /** It can come to the end of that part without a line of the log. */
  readonly passes: boolean;
  /** Where it can't be followed further. */
  readonly open: boolean;
  /** The first rule that would surely have logged it; null where none would. */
  readonly awaited: Extract<WalkEnd, { kind: 'logged' }> | null;
}

/** A rule, or the policy of a chain, by which a packet can have died. */
export type PossibleDeath = PossibleEnd & { readonly end: Extract<WalkEnd, { kind: 'rule' | 'policy' }> };

/** The part of a walk's result that explanations need. `mayPass` false: a packet that passed would have left a line. */
export function wayOf({ ends, presumed, complete }: Walked, mayPass = true): WayOn {
  const isDeath = (each: PossibleEnd): each is PossibleDeath =>
    each.end.kind === 'rule' || each.end.kind === 'policy';
  return {
    deaths: ends.filter(isDeath),
    passes: mayPass && ends.some(({ end }) => end.kind === 'passed'),
    open:
      !complete ||
      ends.some(({ end }) => end.kind === 'open') ||
      presumed.some(({ assumed }) => assumed.kind === 'missing-chain'),
    awaited: ends.flatMap(({ end }) => (end.kind === 'logged' ? [end] : []))[0] ?? null,
  };
}

/** The host as the walker asks for it. */
export function hostOf({ network, facts, witness }: ExplanationContext): PartOfHost {
  return { network, inSet: facts.inSet, conntrack: witness.conntrack };
}

/** The dead end at a rule or policy that a walk met: a queue's reader may have given the packet back. */
export function walkedDeath(
  ending: JourneyEnd,
  death: PossibleDeath,
  confidence: 'inferred' | 'possible',
  why: readonly Ground[],
  context: ExplanationContext,
): Finding {
  const { end } = death;
  const last = endOfWalk(ending, end, context);
  const { rule, verdict } = last;
  if (verdict === 'queue') {
    return {
      disposition: 'queued',
      cause: null,
      note: {
        kind: 'queued',
        place: placeOf(end),
        certain: confidence === 'inferred',
        grounds: why.filter(({ kind }) => kind !== 'after-log-rule'),
        text: rule?.text ?? null,
      },
    };
  }
  return deadEndInChain(changedEnd(ending, { last }), findingOf(end), confidence, {
    disposition: verdict === 'reject' ? 'rejected' : 'dropped',
    grounds: why,
  });
}

function findingOf(end: PossibleDeath['end']): CauseFinding {
  if (end.kind === 'policy') return { kind: 'policy', parameters: {} };
  if (end.because === 'invalid') return { kind: 'conntrack-invalid-rule', parameters: {} };
  return verdictFinding(end.verdict === 'reject' ? 'reject' : 'drop', end.rule);
}

/** Where a death is, as sentences name it. */
export function placeOf(end: PossibleDeath['end']): RulePlace {
  const rule = end.kind === 'policy' ? null : end.rule.number;
  return { table: end.table.name, chain: end.chain.name, rule };
}

/** The finding of a rule with that verdict. */
export function verdictFinding(
  verdict: 'drop' | 'reject',
  rule: Rule | null,
): CauseFinding<'rule' | 'reject'> {
  const service = rule === null ? null : serviceLacking(rule);
  return verdict === 'drop'
    ? { kind: 'rule', parameters: { unheardTproxy: false, service } }
    : { kind: 'reject', parameters: { answer: null, service } };
}

/** The place of a rule or policy that a walk met, as the last step of the packet. */
export function endOfWalk(
  ending: JourneyEnd,
  end: PossibleDeath['end'],
  { textAt }: ExplanationContext,
): ResolvedPlace {
  const { table, chain } = end;
  const [rule, verdict] = end.kind === 'rule' ? [end.rule, end.verdict] : [null, 'drop' as const];
  const shown = rule?.at ?? chain.at;
  return {
    place: {
      ...ending.last.place,
      tableFamily: table.family,
      table: table.name,
      chain: chain.name,
      kind: rule === null ? 'policy' : 'rule',
      number: rule === null ? chain.rules.length + 1 : rule.number,
      printed: null,
    },
    at: rule === null ? 'policy' : 'rule',
    rule,
    verdict,
    foundBy: 'number',
    drift: null,
    shownAt: { ...shown, text: textAt(shown) },
  };
}

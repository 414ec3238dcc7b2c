import type { CauseFinding, Ground } from '../../model/cause.ts';
import type { PlaceKind } from '../../model/trace.ts';
import type { SeenPacket, Witness } from '../../model/witness.ts';
import { passedEnd } from '../endings/changed-end.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { onlyAcceptedWentOn } from '../counters/passed-on.ts';
import { stepOf } from '../endings/step-of.ts';
import { deadEndInChain, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import { isPassedOn } from '../routing/passed-on.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * The log ends at a step whose rule or policy the bundle does not show. If chains lie ahead that log other packets,
 * and this one has no line of them, it died at that step; what the rule says is not known. The nat table can't drop
 * (iptables(8) refuses DROP there), so a last step in nat is left to the explanations that follow.
 */
export const unknownRule: CauseRecogniser = {
  finds: ['rule', 'policy', 'reject'],
  explain(ending, context) {
    const { live, logEndsHere, linesLost, noneAhead, left, witness } = context;
    const { place, verdict, rule, drift, at } = ending.last;
    if (place.printed !== null && at === 'unknown' && verdict !== 'queue')
      return openEnd('incomplete', { kind: 'came-to-chain', chain: `${place.table}/${place.chain}` });
    if (verdict !== null || endsInNat(ending)) return null;
    const why = drift === null ? 'no-ruleset' : 'ruleset-changed';
    const passed = passedEnd(ending);
    const refused = diedInRouting(passed, context);
    if (refused?.cause?.confidence === 'inferred') return refusedUnlessEarlier(refused, ending, context);
    const [awaited] = chainsAhead(ending, live);
    const step = stepOf(place);
    if (awaited === undefined && left === 'absent') return missedOutside(ending, witness, why);
    if (awaited === undefined) return openEnd('unknown', { kind: 'last-step-unknown', step, why });
    if (logEndsHere) return openEnd('incomplete', { kind: 'log-ends-at', step });
    if (rule !== null) return openEnd('unknown', { kind: 'verdict-unknown', step, text: rule.text });
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    const balanced = drift?.kind === 'replaced' ? onlyAcceptedWentOn(ending, context) : null;
    const isProven = balanced !== null || (noneAhead && !mayHaveDiedInRouting(passed, context));
    return deadEndInChain(ending, unknownVerdict(place.kind), isProven ? 'inferred' : 'possible', {
      grounds: [
        { kind: 'no-line-of', chain: awaited, counted: noneAhead || balanced !== null },
        unknownGround(ending, why),
      ],
      evidence: (balanced ?? []).map((at) => ({ ...at, text: '' })),
    });
  },
};

/**
 * What routing refuses for certain is dead whatever that step did. It died there if the step is the end of a chain, or one
 * that let others pass; a rule may as well have dropped it.
 */
function refusedUnlessEarlier(
  refused: Finding,
  { last }: JourneyEnd,
  { wentOn }: ExplanationContext,
): Finding {
  const { cause } = refused;
  if (cause === null || last.place.kind !== 'rule' || wentOn(last)) return refused;
  const { table, chain, number: rule } = last.place;
  const grounds: readonly Ground[] = [
    ...cause.grounds,
    { kind: 'other-places', places: [{ table, chain, rule }] },
  ];
  return { ...refused, cause: { ...cause, confidence: 'possible', grounds } };
}

/** The next chain that would have had a line stands after the routing decision, and that may have refused the packet. */
function mayHaveDiedInRouting(passed: JourneyEnd, context: ExplanationContext): boolean {
  if (passed.hook !== 'prerouting') return false;
  if (baseChainsAhead(passed, context.live).some(({ hook }) => hook === 'prerouting')) return false;
  return !isPassedOn(passed, context);
}

type WhyUnknown = Extract<Ground, { kind: 'rule-unknown' }>['why'];

/** No chain lies ahead, but the capture of the way out shows that the packet did not leave. */
function missedOutside(ending: JourneyEnd, witness: Witness, why: WhyUnknown): Finding {
  const reset = seenReset(ending, witness);
  const grounds: Ground[] = [
    { kind: 'not-captured', interface: ending.outInterface },
    ...(reset === null ? [] : [{ kind: 'answered-with-reset' } as const]),
    unknownGround(ending, why),
  ];
  if (reset === null)
    return deadEndInChain(ending, unknownVerdict(ending.last.place.kind), 'possible', { grounds });
  return deadEndInChain(ending, { kind: 'reject', parameters: { answer: null, service: null } }, 'possible', {
    disposition: 'rejected',
    grounds,
    evidence: [{ ...reset.at, text: '' }],
  });
}

function unknownVerdict(step: PlaceKind): CauseFinding<'policy' | 'rule'> {
  return step === 'policy'
    ? { kind: 'policy', parameters: {} }
    : { kind: 'rule', parameters: { unheardTproxy: false, service: null } };
}

function unknownGround({ last: { place } }: JourneyEnd, why: WhyUnknown): Ground {
  return { kind: 'rule-unknown', why, policyNumber: place.kind === 'policy' ? place.number : null };
}

function seenReset(ending: JourneyEnd, { seenPackets }: Witness): SeenPacket | null {
  if (ending.protocol !== 'tcp') return null;
  const answers = seenPackets.filter(
    ({ src, dst, sport, dport }) =>
      src === ending.dst && dst === ending.src && sport === ending.dport && dport === ending.sport,
  );
  return answers.find(({ tcpFlags }) => tcpFlags?.includes('R') === true) ?? null;
}

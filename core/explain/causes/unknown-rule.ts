import type { CauseFinding, Ground } from '../../model/cause.ts';
import type { PlaceKind } from '../../model/trace.ts';
import type { SeenPacket, Witness } from '../../model/network.ts';
import { changedEnd } from '../endings/changed-end.ts';
import { chainsAhead, type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { stepOf } from '../endings/step-of.ts';
import { deadEndInChain, type Finding, openEnd } from '../finding.ts';
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
    // What routing refuses for certain would have died there whatever that step did.
    const passed = changedEnd(ending, { last: { ...ending.last, verdict: 'accept' } });
    const refused = diedInRouting(passed, context);
    if (refused?.cause?.confidence === 'inferred') return refused;
    const why = drift === null ? 'no-ruleset' : 'ruleset-changed';
    const [awaited] = chainsAhead(ending, live);
    const step = stepOf(place);
    if (awaited === undefined && left === 'absent') return missedOutside(ending, witness, why);
    if (awaited === undefined) return openEnd('unknown', { kind: 'last-step-unknown', step, why });
    if (logEndsHere) return openEnd('incomplete', { kind: 'log-ends-at', step });
    if (rule !== null) return openEnd('unknown', { kind: 'verdict-unknown', step, text: rule.text });
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    return deadEndInChain(ending, unknownVerdict(place.kind), noneAhead ? 'inferred' : 'possible', {
      grounds: [{ kind: 'no-line-of', chain: awaited, counted: noneAhead }, unknownGround(ending, why)],
    });
  },
};

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
  return deadEndInChain(ending, { kind: 'reject', parameters: { answer: null } }, 'possible', {
    disposition: 'rejected',
    grounds,
    evidence: [{ ...reset.at, text: '' }],
  });
}

function unknownVerdict(step: PlaceKind): CauseFinding<'policy' | 'rule'> {
  return step === 'policy'
    ? { kind: 'policy', parameters: {} }
    : { kind: 'rule', parameters: { unheardTproxy: false } };
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

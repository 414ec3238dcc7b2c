import type { SeenPacket, Witness } from '../../model/network.ts';
import { chainsAhead, type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { deadEndInChain, type Explanation, type Finding, openEnd } from '../finding.ts';
import { lostHere } from '../endings/lost-lines.ts';

/**
 * The log ends at a step whose rule or policy the bundle does not show. If chains lie ahead that log other packets,
 * and this one has no line of them, it died at that step; what the rule says is not known. The nat table can't drop
 * (iptables(8) refuses DROP there), so a last step in nat is left to the explanations that follow.
 */
export const unknownRule: Explanation = (
  ending,
  { live, logEndsHere, linesLost, noneAhead, left, witness },
) => {
  const { place, verdict, rule, drift, at } = ending.last;
  if (place.printed !== null && at === 'unknown')
    return openEnd(
      'incomplete',
      `The trace shows only that the packet came to ${place.table}/${place.chain}`,
    );
  if (verdict !== null || endsInNat(ending)) return null;
  const why = drift === null ? 'no ruleset of the bundle shows it' : 'the ruleset has changed since';
  const ahead = chainsAhead(ending, live);
  const name = `${place.table}/${place.chain} ${place.kind}${place.number === null ? '' : `:${place.number}`}`;
  if (ahead.length === 0 && left === 'absent') return missedOutside(ending, witness, why);
  if (ahead.length === 0) return openEnd('unknown', `The last step is ${name}; ${why}`);
  if (logEndsHere) return openEnd('incomplete', `The log ends at ${name}`);
  if (rule !== null)
    return openEnd('unknown', `The last step is ${name}: what "${rule.text}" decides is not known`);
  if (linesLost) return openEnd('incomplete', lostHere(ahead[0]));
  const kind = place.kind === 'policy' ? 'policy' : 'rule';
  const decider =
    kind === 'policy' ? 'the policy of that chain, or a last rule without a match' : 'that rule';
  return deadEndInChain(
    ending,
    kind,
    noneAhead ? 'inferred' : 'possible',
    `Died at ${name}, as no line of ${ahead[0]} follows${noneAhead ? ', nor did its counters count one' : ''}: dropped by ${decider}; ${why}`,
  );
};

/** No chain lies ahead, but the capture of the way out shows that the packet did not leave. */
function missedOutside(ending: JourneyEnd, witness: Witness, why: string): Finding {
  const { place } = ending.last;
  const name = `${place.table}/${place.chain} ${place.kind}:${place.number}`;
  const answer = seenReset(ending, witness);
  const finding = deadEndInChain(
    ending,
    answer !== null ? 'reject' : place.kind === 'policy' ? 'policy' : 'rule',
    'possible',
    `Died at ${name}: the capture of ${ending.outInterface} does not show it leave${answer === null ? '' : ', and the host answered with a RST'}; ${why}`,
    answer === null ? 'dropped' : 'rejected',
  );
  if (finding.cause === null || answer === null) return finding;
  return { ...finding, cause: { ...finding.cause, evidence: [{ ...answer.at, text: '' }] } };
}

function seenReset(ending: JourneyEnd, { seenPackets }: Witness): SeenPacket | null {
  if (ending.protocol !== 'tcp') return null;
  const answers = seenPackets.filter(
    ({ src, dst, sport, dport }) =>
      src === ending.dst && dst === ending.src && sport === ending.dport && dport === ending.sport,
  );
  return answers.find(({ tcpFlags }) => tcpFlags?.includes('R') === true) ?? null;
}

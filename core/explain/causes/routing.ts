import { routeInput } from '../../kernel/route-input.ts';
import type { PossibleDecision, RoutingResult } from '../../kernel/routing-result.ts';
import type { Confidence } from '../../model/evidence.ts';
import { chainsAhead, type Ending } from '../ending.ts';
import { deadEndInRouting, type Explanation, type Finding, openEnd } from '../finding.ts';
import { isBridged } from '../bridged.ts';
import { destinationIsKnown } from '../destination.ts';
import { inputPacket } from '../routed-packet.ts';
import { routingSentence } from './routing-sentence.ts';

/**
 * The packet passed PREROUTING and no hook saw it again: the routing decision, or a check right behind it, may have
 * refused it. The decision is replayed from the bundle's files; what can't be known there stays possible.
 */
export const diedInRouting: Explanation = (ending, { network, live, witness, natRewrites, logEndsHere }) => {
  const { hook, last } = ending;
  if (hook !== 'prerouting' || network === null || isBridged(ending, network)) return null;
  if (last.verdict !== 'accept' && !(last.verdict === null && last.place.table === 'nat')) return null;
  const ahead = chainsAhead(ending, live);
  if (ahead.some((chain) => chain.endsWith('/PREROUTING'))) return null;

  const result = routeInput(network, inputPacket(ending));
  if (result.decided?.outcome === 'drop') {
    const decided = { decision: result.decided, assumes: [], evidence: result.evidence };
    const { cause } = result.decided;
    const sentence = routingSentence(result.decided, ending);
    if (destinationIsKnown(ending, live, witness, natRewrites)) {
      return routingDeadEnd(ending, decided, cause, 'inferred', `Dropped ${sentence}`);
    }
    const unless = 'unless NAT had rewritten its destination, which this line would not show';
    return routingDeadEnd(ending, decided, cause, 'possible', `Possibly dropped ${sentence}; ${unless}`);
  }
  const drops = result.possible.filter((possible) => possible.decision.outcome === 'drop');
  const [first] = drops;
  if (first === undefined || first.decision.outcome !== 'drop') return undecided(result, ahead);
  if (logEndsHere && ahead.length > 0)
    return openEnd('incomplete', 'The log ends before the routing decision shows');
  return routingDeadEnd(
    ending,
    first,
    first.decision.cause,
    'possible',
    possibleReason(ending, first, drops.slice(1), result),
  );
};

function routingDeadEnd(
  ending: Ending,
  { decision, evidence }: PossibleDecision,
  kind: Extract<PossibleDecision['decision'], { outcome: 'drop' }>['cause'],
  confidence: Confidence,
  reason: string,
): Finding {
  // One dead end of the screen: the same route, or the same interface.
  const where =
    kind === 'rp-filter' || kind === 'ip-forward-disabled'
      ? ending.inInterface
      : (decision.found?.route.text ?? '');
  return deadEndInRouting(ending, kind, confidence, reason, evidence, where);
}

function possibleReason(
  ending: Ending,
  { decision, assumes }: PossibleDecision,
  others: readonly PossibleDecision[],
  { missing }: RoutingResult,
): string {
  const sentence = decision.outcome === 'drop' ? routingSentence(decision, ending) : '';
  const assuming = assumes.map(({ says }) => says).join(' and ');
  const also = others.flatMap((other) => (other.decision.outcome === 'drop' ? [other.decision.cause] : []));
  return [
    `Possibly dropped ${sentence}`,
    // What is assumed names the fact that is missing; without an assumption the missing facts are named.
    assuming === ''
      ? `; not in the bundle: ${missing.map(({ what }) => what).join(', ')}`
      : ` (assuming ${assuming})`,
    also.length === 0 ? '' : `; ${also.join(' or ')} would explain it as well`,
  ].join('');
}

function undecided(result: RoutingResult, ahead: readonly string[]): Finding | null {
  if (result.decided !== null || result.missing.length === 0) return null;
  const follows = ahead[0] === undefined ? '' : `, and no line of ${ahead[0]} follows`;
  return openEnd(
    'unknown',
    `The packet passed PREROUTING${follows}; what routing decided can't be told without ${result.missing.map(({ what }) => what).join(', ')}`,
  );
}

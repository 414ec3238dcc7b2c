import { routeInput } from '../../kernel/routing/route-input.ts';
import type { PossibleDecision, RoutingResult } from '../../kernel/routing/routing-result.ts';
import type { Confidence } from '../../model/evidence.ts';
import type { KernelMessage } from '../../model/kernel-message.ts';
import type { Witness } from '../../model/network.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { deadEndInRouting, type Explanation, type Finding, openEnd } from '../finding.ts';
import { isBridged } from './bridged.ts';
import { destinationIsKnown } from './destination.ts';
import { countedDrops } from '../counters/drop-counter.ts';
import { inputPacket } from './routed-packet.ts';
import { loggedMartian } from '../causes/martian-log.ts';
import type { RoutingRefusal } from './routing-cause.ts';
import { routingCauses } from './routing-causes.ts';

/**
 * The packet passed PREROUTING and no hook saw it again: the routing decision, or a check right behind it, may have
 * refused it. The decision is replayed from the bundle's files; what can't be known there stays possible.
 */
export const diedInRouting: Explanation = (ending, { network, live, witness, natRewrites, logEndsHere }) => {
  const { hook, last } = ending;
  // What comes in again over lo has its route already, from loopback_xmit() (skb_valid_dst() in ip_rcv_finish_core(), net/ipv4/ip_input.c).
  if (ending.inInterface === 'lo') return null;
  if (
    hook !== 'prerouting' ||
    ending.base?.layer === 'bridge' ||
    network === null ||
    isBridged(ending, network)
  )
    return null;
  if (last.verdict !== 'accept' && !(last.verdict === null && endsInNat(ending))) return null;
  if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
  const ahead = chainsAhead(ending, live);

  const result = routeInput(network, inputPacket(ending));
  const logged = loggedMartian(witness, ending);
  if (result.decided?.outcome === 'drop') {
    const drop = { ...result.decided, evidence: result.evidence };
    const sentence = sentenceOf(result.decided, ending);
    if (destinationIsKnown(ending, live, witness, natRewrites) || proves(logged, drop)) {
      return provenDeadEnd(ending, drop, witness, logged, sentence);
    }
    if (countedDrops(witness, ending, drop.cause).counted === 'none') return null;
    const unless = 'unless NAT had rewritten its destination, which this line would not show';
    return routingDeadEnd(ending, drop, witness, 'possible', `Possibly dropped ${sentence}; ${unless}`);
  }
  const drops = result.possible
    .flatMap(({ decision, ...rest }) => (decision.outcome === 'drop' ? [{ ...rest, ...decision }] : []))
    .filter(({ cause }) => countedDrops(witness, ending, cause).counted !== 'none');
  const [first, ...others] = drops;
  if (first === undefined) return undecided(result, ahead);
  const [refused, ...alike] = drops.filter((drop) => proves(logged, drop));
  if (refused !== undefined && alike.length === 0) {
    return provenDeadEnd(ending, refused, witness, logged, sentenceOf(refused, ending));
  }
  if (logEndsHere && ahead.length > 0)
    return openEnd('incomplete', 'The log ends before the routing decision shows');
  // Chains of nft are there one by one: a packet that may have come through without a line has not shown that it died.
  const hooksAhead = new Set(baseChainsAhead(ending, live).map(({ hook }) => hook));
  const mayPassUnlogged = result.possible.some(
    ({ decision: { outcome } }) =>
      ending.base?.side === 'nft' &&
      outcome !== 'drop' &&
      !hooksAhead.has(outcome === 'local' || outcome === 'broadcast' ? 'input' : 'forward'),
  );
  if (mayPassUnlogged) return undecided(result, ahead);
  return routingDeadEnd(ending, first, witness, 'possible', possibleReason(ending, first, others, result));
};

type RoutingDrop = RoutingRefusal & Pick<PossibleDecision, 'evidence'>;
function sentenceOf(drop: RoutingRefusal, ending: JourneyEnd): string {
  return routingCauses[drop.cause].sentence(drop, ending);
}

type PossibleDrop = RoutingDrop & Pick<PossibleDecision, 'assumes'>;

/** The kernel logs a refused source for both of these causes alike. */
function proves(logged: KernelMessage | null, { cause }: RoutingDrop): boolean {
  return logged !== null && (cause === 'rp-filter' || cause === 'martian-source');
}

/** What the files prove, unless the kernel's own count contradicts them. */
function provenDeadEnd(
  ending: JourneyEnd,
  drop: RoutingDrop,
  witness: Witness,
  logged: KernelMessage | null,
  sentence: string,
): Finding {
  const line = proves(logged, drop) ? logged : null;
  const evidence = line === null ? drop.evidence : [...drop.evidence, { ...line.at, text: line.text }];
  const says = line === null ? '' : '; the kernel logged that it refused this source there';
  const count = countedDrops(witness, ending, drop.cause);
  if (count.counted === 'none') {
    const although = `, although the kernel counted no such drop (${count.counter.name} is 0)`;
    const reason = `Possibly dropped ${sentence}${says}${although}`;
    return routingDeadEnd(ending, { ...drop, evidence }, witness, 'possible', reason);
  }
  return routingDeadEnd(ending, { ...drop, evidence }, witness, 'inferred', `Dropped ${sentence}${says}`);
}

function routingDeadEnd(
  ending: JourneyEnd,
  drop: RoutingDrop,
  witness: Witness,
  confidence: Confidence,
  reason: string,
): Finding {
  const { cause, evidence } = drop;
  // One dead end of the screen: the same route, or the same interface.
  const where = routingCauses[cause].group(drop, ending);
  const count = countedDrops(witness, ending, cause);
  const lines = count.counted === 'unknown' ? evidence : [...evidence, { ...count.counter.at, text: '' }];
  return deadEndInRouting(ending, cause, confidence, reason, lines, where);
}

function possibleReason(
  ending: JourneyEnd,
  drop: PossibleDrop,
  others: readonly PossibleDrop[],
  { missing }: RoutingResult,
): string {
  const sentence = sentenceOf(drop, ending);
  const assuming = drop.assumes.map(({ says }) => says).join(' and ');
  const also = others.map(({ cause }) => cause);
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

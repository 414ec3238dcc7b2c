import { routeInput } from '../../kernel/routing/route-input.ts';
import type { PossibleDecision, RoutingResult } from '../../kernel/routing/routing-result.ts';
import type { Ground } from '../../model/cause.ts';
import type { Confidence } from '../../model/evidence.ts';
import type { KernelMessage } from '../../model/kernel-message.ts';
import type { FibRule } from '../../model/network.ts';
import type { Witness } from '../../model/witness.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import {
  deadEndOutsideRules,
  type Explanation,
  type ExplanationContext,
  type Finding,
  openEnd,
} from '../finding.ts';
import type { RoutedAlike } from '../forwarded-alike.ts';
import { bridging } from './bridged.ts';
import { destinationIsKnown } from './destination.ts';
import { countedDrops } from '../counters/drop-counter.ts';
import { inputPacket } from './routed-packet.ts';
import { ruleOfUnseenMark } from './unseen-mark.ts';
import { loggedMartian } from '../causes/martian-log.ts';
import type { RoutingRefusal } from '../causes/routing-cause.ts';
import { routingCauses } from '../causes/routing-causes.ts';

/**
 * The packet passed PREROUTING and no hook saw it again: the routing decision, or a check right after it, may have
 * refused it. The decision is replayed from the bundle's files; what can't be known there stays possible.
 */
export const diedInRouting: Explanation = (ending, context) => {
  const { network, live, witness, log, logEndsHere, rulesets } = context;
  const { hook } = ending;
  // What comes in again over lo has its route already, from loopback_xmit() (skb_valid_dst() in ip_rcv_finish_core(), net/ipv4/ip_input.c).
  if (ending.inInterface === 'lo') return null;
  if (
    hook !== 'prerouting' ||
    ending.base?.layer === 'bridge' ||
    network === null ||
    bridging(ending, network, witness, log) !== 'routed'
  )
    return null;
  if (!letsPass(ending)) return null;
  if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
  const ahead = chainsAhead(ending, live);

  const result = routeInput(network, inputPacket(ending));
  const logged = loggedMartian(witness, ending);
  if (result.decided?.outcome === 'drop') {
    const drop = { ...result.decided, evidence: result.evidence };
    const unless = proves(logged, drop)
      ? null
      : !destinationIsKnown(ending, context)
        ? ({ kind: 'unless-rewritten' } as const)
        : unlessMarked(ruleOfUnseenMark(ending, drop, network, rulesets));
    if (unless === null) return provenDeadEnd(ending, drop, context, logged);
    if (countedDrops(witness, ending, drop.cause.kind).counted === 'none') return null;
    return routingDeadEnd(ending, drop, witness, 'possible', [unless]);
  }
  const drops = result.possible
    .flatMap(({ decision, ...rest }) => (decision.outcome === 'drop' ? [{ ...rest, ...decision }] : []))
    .filter(({ cause }) => countedDrops(witness, ending, cause.kind).counted !== 'none')
    .toSorted((a, b) => Number(showsInRoutes(b)) - Number(showsInRoutes(a)));
  const [first, ...others] = drops;
  if (first === undefined) return undecided(result, ahead);
  const [refused, ...alike] = drops.filter((drop) => proves(logged, drop));
  if (refused !== undefined && alike.length === 0) {
    return provenDeadEnd(ending, refused, context, logged);
  }
  // Chains of nft are there one by one: a packet that may have come through without a line has not shown that it died.
  const hooksAhead = new Set(baseChainsAhead(ending, live).map(({ hook }) => hook));
  const mayPassUnlogged = result.possible.some(
    ({ decision: { outcome } }) =>
      ending.base?.side === 'nft' &&
      outcome !== 'drop' &&
      !hooksAhead.has(outcome === 'local' || outcome === 'broadcast' ? 'input' : 'forward'),
  );
  if (mayPassUnlogged) return undecided(result, ahead);
  const grounds = doubts(first, others, result);
  const mayGoOn = logEndsHere && ahead.length > 0;
  return routingDeadEnd(
    ending,
    first,
    witness,
    'possible',
    mayGoOn ? [...grounds, { kind: 'log-ends' }] : grounds,
  );
};

function unlessMarked(rule: FibRule | null): Ground | null {
  return rule === null ? null : { kind: 'unless-marked', rule: rule.text };
}

/** A route that refuses, or the lack of one. */
function isOfRoute({ cause }: RoutingRefusal): boolean {
  return ['no-route', 'blackhole', 'unreachable', 'prohibit'].includes(cause.kind);
}

/**
 * The routes show what is wrong: they refuse the destination, or answers leave elsewhere, so that only the mode of rp_filter
 * is open. Of a setting that is not known nothing does.
 */
function showsInRoutes(refusal: RoutingRefusal): boolean {
  const { cause } = refusal;
  return (
    isOfRoute(refusal) || (cause.kind === 'rp-filter' && cause.parameters.reason.kind === 'other-interface')
  );
}

function inputPacketAlike(ending: JourneyEnd): RoutedAlike {
  const { iif: inInterface, src, dst, mark } = inputPacket(ending);
  return { inInterface, src, dst, mark };
}

type RoutingDrop = RoutingRefusal & Pick<PossibleDecision, 'evidence'>;
type PossibleDrop = RoutingDrop & Pick<PossibleDecision, 'assumes'>;

/** The kernel logs a refused source for both of these causes alike. */
function proves(logged: KernelMessage | null, { cause }: RoutingDrop): boolean {
  return logged !== null && (cause.kind === 'rp-filter' || cause.kind === 'martian-source');
}

/** What the files prove, unless the kernel's own count contradicts them, or the log does. */
function provenDeadEnd(
  ending: JourneyEnd,
  drop: RoutingDrop,
  { witness, log, linesLost }: ExplanationContext,
  logged: KernelMessage | null,
): Finding {
  // Routes are of the moment when they were listed: this one was not there for a packet that routing forwarded.
  if (isOfRoute(drop) && log.forwardedAlike(ending.host, inputPacketAlike(ending))) {
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: null });
    return routingDeadEnd(ending, drop, witness, 'possible', [{ kind: 'alike-forwarded' }]);
  }
  const line = proves(logged, drop) ? logged : null;
  const evidence = line === null ? drop.evidence : [...drop.evidence, { ...line.at, text: line.text }];
  const grounds: Ground[] = line === null ? [] : [{ kind: 'martian-logged' }];
  const count = countedDrops(witness, ending, drop.cause.kind);
  if (count.counted === 'some') grounds.push({ kind: 'counted-by-kernel' });
  const isContradicted = count.counted === 'none';
  if (isContradicted) grounds.push({ kind: 'not-counted', counter: count.counter.name });
  const confidence = isContradicted ? 'possible' : 'inferred';
  return routingDeadEnd(ending, { ...drop, evidence }, witness, confidence, grounds);
}

function routingDeadEnd(
  ending: JourneyEnd,
  drop: RoutingDrop,
  witness: Witness,
  confidence: Confidence,
  grounds: readonly Ground[],
): Finding {
  const { cause } = drop;
  // One dead end of the screen: the same route, or the same interface.
  const where = routingCauses[cause.kind].group(drop, ending);
  const count = countedDrops(witness, ending, cause.kind);
  const evidence =
    count.counted === 'unknown' ? drop.evidence : [...drop.evidence, { ...count.counter.at, text: '' }];
  return deadEndOutsideRules(ending, cause, confidence, where, { grounds, evidence });
}

/** What is assumed names the fact that is missing; without an assumption the missing facts are named. */
function doubts(
  { assumes }: PossibleDrop,
  others: readonly PossibleDrop[],
  { missing }: RoutingResult,
): readonly Ground[] {
  const open: Ground =
    assumes.length === 0
      ? { kind: 'not-in-bundle', facts: missing.map(({ fact }) => fact) }
      : { kind: 'assuming', premises: assumes.map(({ premise }) => premise) };
  if (others.length === 0) return [open];
  return [open, { kind: 'other-causes', causes: others.map(({ cause }) => cause.kind) }];
}

function undecided(result: RoutingResult, ahead: readonly string[]): Finding | null {
  if (result.decided !== null || result.missing.length === 0) return null;
  const facts = result.missing.map(({ fact }) => fact);
  return openEnd('unknown', { kind: 'routing-undecided', awaited: ahead[0] ?? null, facts });
}

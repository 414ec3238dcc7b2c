import type { Answer } from '../kernel/branches.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { routeInput } from '../kernel/routing/route-input.ts';
import { routeOutput } from '../kernel/routing/route-output.ts';
import type { InputPacket, OutputPacket } from '../kernel/routing/routed-packet.ts';
import type { PossibleDecision, RoutingResult } from '../kernel/routing/routing-result.ts';
import type { NextHop } from '../model/network.ts';
import type { KnownRouting } from '../model/simulation.ts';
import { decisionText } from './decision-text.ts';
import type { Walk, WalkEnd } from './walk.ts';
import { unknownEnd } from './walk.ts';

/** The routing decision behind PREROUTING, with the checks before FORWARD. */
export function routeArrival(walk: Walk): 'local' | 'forward' | WalkEnd {
  const { packet, input } = walk;
  if (input.routed !== null) return followKnown(walk, input.routed);
  if (input.network === null) return askWhereTo(walk);
  const arrival = inputPacket(walk);
  if (isEnd(arrival)) return arrival;
  const decision = decide(walk, routeInput(input.network, arrival), packet);
  if (isEnd(decision)) return decision;
  if (!('hops' in decision)) return 'local';
  takeHop(walk, decision);
  // ip_forward() does it before the hook.
  walk.packet = { ...walk.packet, ttl: packet.ttl === null ? null : packet.ttl - 1 };
  return 'forward';
}

function followKnown(walk: Walk, routed: KnownRouting): 'local' | 'forward' {
  const isLocal = routed.to === 'local';
  walk.steps.push({
    kind: 'routing',
    summary: isLocal ? 'for this host' : `dev ${routed.outInterface}`,
    evidence: [],
  });
  if (isLocal) return 'local';
  walk.routedOut = routed.outInterface;
  walk.packet = { ...walk.packet, ttl: walk.packet.ttl === null ? null : walk.packet.ttl - 1 };
  return 'forward';
}

/** The routing decision before OUTPUT. Null: the packet has a way. */
export function routeOwn(walk: Walk): WalkEnd | null {
  const { packet, input } = walk;
  if (input.network === null) return unknownEnd('The bundle has nothing of the host’s routes');
  const sent = outputPacket(walk);
  if (isEnd(sent)) return sent;
  const decision = decide(walk, routeOutput(input.network, sent), packet);
  if (isEnd(decision)) return decision;
  if (!('hops' in decision)) [walk.routedOut, walk.routedVia] = ['lo', null];
  else takeHop(walk, decision);
  return null;
}

/**
 * ip_route_me_harder(): routes a local packet again where mangle changed an address, the mark or TOS, or nat the
 * destination. The hook goes on with the interface that it began with.
 */
export function rerouteOwn(walk: Walk, before: MatchPacket, table: 'mangle' | 'nat'): WalkEnd | null {
  const after = walk.packet;
  const isChanged =
    after.dst !== before.dst ||
    (table === 'mangle' &&
      (after.src !== before.src || after.mark !== before.mark || after.tos !== before.tos));
  return isChanged ? routeOwn(walk) : null;
}

/** Without routes, both hooks are possible. */
function askWhereTo({ inquiry, packet, routedOut }: Walk): 'local' | 'forward' {
  if (routedOut !== null) return 'forward';
  return inquiry.ask<'local' | 'forward'>(
    { what: `where ${packet.dst} leads`, command: 'ip route show table all; ip addr' },
    [
      { value: 'forward', says: `${packet.dst} is another host, and this one forwards` },
      { value: 'local', says: `${packet.dst} is an address of the host` },
    ],
  );
}

/** The decision of one case; where the bundle leaves several, each of them is followed. */
function decide(walk: Walk, result: RoutingResult, packet: MatchPacket): Way | WalkEnd {
  const missing = result.missing.map(({ what }) => what).join(', ');
  const answers = result.possible.map((possible): Answer<PossibleDecision> => {
    const says = possible.assumes.map((assumption) => assumption.says).join(', ');
    return { value: possible, says: says === '' ? `it is routed: ${decisionText(possible.decision)}` : says };
  });
  if (result.decided === null && answers.length === 0)
    return unknownEnd(`Where it is routed is not known without ${missing}`);
  const chosen: PossibleDecision =
    result.decided !== null
      ? { decision: result.decided, assumes: [], evidence: result.evidence }
      : walk.inquiry.ask(
          { what: `${missing}, for ${packet.dst} with mark ${packet.mark}`, command: '' },
          answers,
        );
  walk.steps.push({ kind: 'routing', summary: decisionText(chosen.decision), evidence: chosen.evidence });
  if (chosen.decision.outcome !== 'drop') return chosen.decision;
  const { cause, reason } = chosen.decision;
  return {
    disposition: 'dropped',
    cause: { kind: cause, table: null, chain: null, rule: null, text: null },
    summary: `Dropped in the routing decision: ${reason}`,
  };
}

type Way = Exclude<PossibleDecision['decision'], { outcome: 'drop' }>;
type HopWay = Extract<Way, { outcome: 'forward' | 'send' }>;

function isEnd(value: object): value is WalkEnd {
  return 'disposition' in value;
}

/** The next hop; of a multipath route, each interface is followed. */
function takeHop(walk: Walk, { hops }: HopWay): void {
  const [first, ...others] = hops;
  const isOpen = others.some(({ dev }) => dev !== first?.dev);
  const hop = isOpen
    ? walk.inquiry.ask<NextHop | undefined>(
        { what: `which next hop the flow takes to ${walk.packet.dst}`, command: '' },
        hops.map((each) => ({ value: each, says: `the flow takes ${each.via ?? 'the way'} by ${each.dev}` })),
      )
    : first;
  [walk.routedOut, walk.routedVia] = [hop?.dev ?? null, hop?.via ?? null];
  noteNeighbour(walk, hop?.via ?? walk.packet.dst);
}

/** A neighbour that did not answer at the time of the capture may answer now: said, not decided. */
function noteNeighbour({ input, inquiry, routedOut }: Walk, address: string | null): void {
  const failed = input.network?.neighbours.find(
    (each) => each.address === address && each.dev === routedOut && each.state === 'FAILED',
  );
  if (failed === undefined) return;
  inquiry.presume(
    { what: `whether ${address} answers on ${routedOut}`, command: 'ip neigh' },
    `${address} answers on ${routedOut}, which it did not at the time of the capture`,
  );
}

function inputPacket(walk: Walk): InputPacket | WalkEnd {
  const { family, src, dst, inInterface, tos, protocol, sport, dport, ttl, length } = walk.packet;
  const mark = routingMark(walk);
  if (mark === null || tos === null || dst === null || inInterface === null)
    return unknownEnd('Where it is routed is not known: its mark, TOS, address or input interface is not');
  return {
    family,
    src: src ?? '',
    dst,
    iif: inInterface,
    mark,
    tos,
    protocol,
    sport,
    dport,
    ttl,
    length,
    df: true,
  };
}

function outputPacket(walk: Walk): OutputPacket | WalkEnd {
  const { family, src, dst, tos, protocol, sport, dport, owner } = walk.packet;
  const mark = routingMark(walk);
  if (mark === null || tos === null || dst === null)
    return unknownEnd('Where it is routed is not known: its mark, TOS or destination is not');
  const uid = owner === 'none' ? 0 : (owner?.uid ?? null);
  return { family, src, dst, oif: null, mark, tos, protocol, sport, dport, uid };
}

/** A mark that is not known does not matter where no FIB rule asks for it. */
function routingMark({ packet, input }: Walk): number | null {
  const rules = input.network?.fib[packet.family].rules ?? [];
  return packet.mark ?? (rules.some(({ rule }) => rule.fwmark !== null) ? null : 0);
}

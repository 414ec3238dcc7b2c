import type { NextHop } from '../../model/network.ts';
import { factKey, type OpenFact } from '../../model/open-fact.ts';
import type { KnownRouting } from '../../model/simulation.ts';
import type { AsSent } from '../headers/headers.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import type { InputPacket, OutputPacket } from '../routing/routed-packet.ts';
import { routeInput } from '../routing/route-input.ts';
import { routeOutput } from '../routing/route-output.ts';
import type { PossibleDecision, RoutingResult } from '../routing/routing-result.ts';
import { assume, type Branch, joined } from './branch.ts';
import { addEnd } from './exits.ts';
import { type Decide, routeHeaders, type RoutesSeen } from './route-headers.ts';
import { withStep } from './trail.ts';
import { presume, type Walk } from './walk.ts';
import type { WalkEnd } from './walk-end.ts';

/** A packet that routing let go on. */
export interface Routed {
  readonly branch: Branch;
  readonly to: 'local' | 'away';
}

/** The routing decision after PREROUTING, with the checks before FORWARD. */
export function routeArrival(walk: Walk, branch: Branch): readonly Routed[] {
  const { host } = walk;
  if (host.routed !== null) return [followKnown(branch, host.routed)];
  if (host.network === null) return assumeDestination(branch);
  if (branch.headers !== null)
    return headersRouted(walk, branch, (packet) => routeInputOf(walk, packet), walk.routesSeen.arriving).map(
      (routed) => (routed.to === 'local' ? routed : { ...routed, branch: oneHopOn(routed.branch) }),
    );
  const arrival = inputPacket(walk, branch.packet);
  if (arrival === null) return endsOpen(walk, branch);
  return decided(walk, branch, routeInput(host.network, arrival)).map((routed) =>
    routed.to === 'local' ? routed : { ...routed, branch: oneHopOn(routed.branch) },
  );
}

/** The routing decision before OUTPUT. */
export function routeOwn(walk: Walk, branch: Branch): readonly Branch[] {
  const { network } = walk.host;
  if (network === null) {
    addEnd(walk.ends, { kind: 'open', why: 'no-routes' }, branch);
    return [];
  }
  const overLoopback = ({ branch: routed, to }: Routed): Branch =>
    to === 'local' ? { ...routed, routedOut: 'lo', routedVia: null } : routed;
  if (branch.headers !== null)
    return headersRouted(walk, branch, (packet) => routeOutputOf(walk, packet), walk.routesSeen.own).map(
      overLoopback,
    );
  const sent = outputPacket(walk, branch.packet);
  if (sent === null) return endsOpen(walk, branch);
  return decided(walk, branch, routeOutput(network, sent)).map(overLoopback);
}

function routeInputOf(walk: Walk, packet: MatchPacket): RoutingResult | null {
  const arrival = inputPacket(walk, packet);
  const { network } = walk.host;
  return arrival === null || network === null ? null : routeInput(network, arrival);
}

function routeOutputOf(walk: Walk, packet: MatchPacket): RoutingResult | null {
  const sent = outputPacket(walk, packet);
  const { network } = walk.host;
  return sent === null || network === null ? null : routeOutput(network, sent);
}

/** The decisions for all headers of a branch; those of one kind go on together. */
function headersRouted(walk: Walk, branch: Branch, decide: Decide, seen: RoutesSeen): readonly Routed[] {
  const { network } = walk.host;
  const routed = network === null ? null : routeHeaders(network, branch, decide, seen);
  if (routed === null) return endsOpen(walk, branch);
  const all = routed.flatMap(({ branch: some, result }) =>
    decided(walk, some, result).map(({ branch: after, to }): Routed => {
      const { dst } = branch.packet;
      return { to, branch: { ...after, packet: { ...after.packet, dst }, trail: null } };
    }),
  );
  return (['local', 'away'] as const).flatMap((to) =>
    joined(all.flatMap((each) => (each.to === to ? [each.branch] : []))).map((each) => ({
      branch: each,
      to,
    })),
  );
}

/**
 * ip_route_me_harder(): routes a local packet again where mangle changed an address, the mark or TOS, or nat the
 * destination. The hook goes on with the interface that it began with.
 */
export function rerouteOwn(
  walk: Walk,
  { packet: before, headers: headersBefore }: Branch,
  branch: Branch,
  table: 'mangle' | 'nat',
): readonly Branch[] {
  const after = branch.packet;
  const sentBefore = headersBefore?.asSent ?? null;
  const isChanged =
    after.dst !== before.dst ||
    (table === 'mangle' &&
      (after.src !== before.src || after.mark !== before.mark || after.tos !== before.tos)) ||
    (branch.headers !== null &&
      sentBefore !== null &&
      isSentOtherwise(sentBefore, branch.headers.asSent, table));
  return isChanged ? routeOwn(walk, branch) : [branch];
}

/** Whether other fields than before come from the header, or another mark. */
function isSentOtherwise(before: AsSent, after: AsSent, table: 'mangle' | 'nat'): boolean {
  if (before.dst !== after.dst) return true;
  return (
    table === 'mangle' &&
    (before.src !== after.src || JSON.stringify(before.mark) !== JSON.stringify(after.mark))
  );
}

function followKnown(branch: Branch, routed: KnownRouting): Routed {
  const step = { kind: 'routing', decision: routed, evidence: [] } as const;
  const decided = { ...branch, trail: withStep(branch.trail, step) };
  if (routed.to === 'local') return { branch: decided, to: 'local' };
  return { branch: oneHopOn({ ...decided, routedOut: routed.outInterface }), to: 'away' };
}

/** ip_forward() does it before the hook. */
function oneHopOn(branch: Branch): Branch {
  const { ttl } = branch.packet;
  return { ...branch, packet: { ...branch.packet, ttl: ttl === null ? null : ttl - 1 } };
}

/** Without routes, both hooks are possible. */
function assumeDestination(branch: Branch): readonly Routed[] {
  if (branch.routedOut !== null) return [{ branch, to: 'away' }];
  const { dst } = branch.packet;
  const answers = (['away', 'local'] as const).map((value) => ({
    value,
    assumed: { kind: 'destination', dst, isOwn: value === 'local' } as const,
  }));
  return assume(branch, { key: `destination ${dst}` }, answers).map(({ branch: answered, value }) => ({
    branch: answered,
    to: value,
  }));
}

/** What the routing decision leaves possible; branches that it refuses end. */
function decided(walk: Walk, branch: Branch, result: RoutingResult): readonly Routed[] {
  const missing = result.missing.map(({ fact }) => fact);
  if (result.decided !== null) return take(walk, branch, { ...result, decision: result.decided });
  walk.knowsRoutes = false;
  if (result.possible.length === 0) return endsOpen(walk, branch, missing);
  const question = { key: questionOf(branch, result) };
  const answers = result.possible.map((value) => ({
    value,
    assumed: {
      kind: 'routing',
      decision: value.decision,
      premises: value.assumes.map(({ premise }) => premise),
    } as const,
  }));
  return assume(branch, question, answers).flatMap((answer) => take(walk, answer.branch, answer.value));
}

/** Of many packets one question is asked where the same things are not known, whatever their destinations have become. */
function questionOf({ packet, headers }: Branch, { missing, possible }: RoutingResult): string {
  const facts = missing.map(({ fact }) => factKey(fact)).join();
  if (headers === null) return `${facts} ${packet.dst} ${packet.mark}`;
  const premises = possible.map(({ assumes }) => assumes.map(({ premise }) => premise));
  return `${facts} ${JSON.stringify(premises)}`;
}

function take(
  walk: Walk,
  branch: Branch,
  { decision, evidence }: Pick<PossibleDecision, 'decision' | 'evidence'>,
): readonly Routed[] {
  const step = { kind: 'routing', decision, evidence } as const;
  const stepped = { ...branch, trail: withStep(branch.trail, step) };
  switch (decision.outcome) {
    case 'drop': {
      addEnd(walk.ends, { kind: 'routing', cause: decision.cause }, stepped);
      return [];
    }
    case 'local':
    case 'broadcast':
      return [{ branch: stepped, to: 'local' }];
    default:
      return takeHop(walk, stepped, decision.hops).map((taken) => ({ branch: taken, to: 'away' }));
  }
}

/** The next hop; of a multipath route, each interface is followed. */
function takeHop(walk: Walk, branch: Branch, hops: readonly NextHop[]): readonly Branch[] {
  const [first, ...others] = hops;
  const { dst } = branch.packet;
  const isOpen = others.some(({ dev }) => dev !== first?.dev);
  if (!isOpen) return [byHop(walk, branch, first)];
  const answers = hops.map((hop) => ({
    value: hop,
    assumed: { kind: 'next-hop', via: hop.via, dev: hop.dev } as const,
  }));
  return assume(branch, { key: `next-hop ${dst}` }, answers).map((answer) =>
    byHop(walk, answer.branch, answer.value),
  );
}

/** A neighbour that did not answer at the time of the capture may answer now: said, not decided. */
function byHop(walk: Walk, branch: Branch, hop: NextHop | undefined): Branch {
  const [dev, via] = [hop?.dev ?? null, hop?.via ?? null];
  const taken = { ...branch, routedOut: dev, routedVia: via };
  const address = via ?? branch.packet.dst;
  const failed = walk.host.network?.neighbours.find(
    (each) => each.address === address && each.dev === dev && each.state === 'FAILED',
  );
  if (failed === undefined) return taken;
  const { address: silent, dev: on } = failed;
  return presume(walk, taken, `neighbour ${on}/${silent}`, {
    kind: 'neighbour',
    address: silent,
    dev: on,
  });
}

function endsOpen(walk: Walk, branch: Branch, missing: readonly OpenFact[] = []): readonly [] {
  const end: WalkEnd = { kind: 'open', why: 'routing', missing };
  addEnd(walk.ends, end, branch);
  return [];
}

function inputPacket(walk: Walk, packet: MatchPacket): InputPacket | null {
  const { family, src, dst, inInterface, tos, protocol, sport, dport, ttl, length } = packet;
  const mark = routingMark(walk, packet);
  if (mark === null || tos === null || dst === null || inInterface === null) return null;
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

function outputPacket(walk: Walk, packet: MatchPacket): OutputPacket | null {
  const { family, src, dst, tos, protocol, sport, dport, owner } = packet;
  const mark = routingMark(walk, packet);
  if (mark === null || tos === null || dst === null) return null;
  const uid = owner === 'none' ? 0 : (owner?.uid ?? null);
  return { family, src, dst, oif: null, mark, tos, protocol, sport, dport, uid };
}

/** A mark that is not known does not matter where no FIB rule asks for it. */
function routingMark({ host }: Walk, { family, mark }: MatchPacket): number | null {
  const rules = host.network?.fib[family].rules ?? [];
  return mark ?? (rules.some(({ rule }) => rule.fwmark !== null) ? null : 0);
}

import type { CauseFinding } from '../../model/cause.ts';
import type { NextHop, RouteType } from '../../model/network.ts';
import type { AddressValue } from '../address.ts';
import { isLimitedBroadcast, isLoopback, isMulticast, isUnspecified } from '../address.ts';
import { deviceSetting, showsForwardingOff } from './device-setting.ts';
import { drop, noRoute, sameForEveryHop } from './decide-route.ts';
import { lookUp } from './fib-lookup.ts';
import { refuseForward } from './forward-packet.ts';
import type { HostNetwork } from './host-network.ts';
import type { Branches } from '../branches.ts';
import { everyCase } from '../branches.ts';
import { routeInputIpv6 } from './route-input-ipv6.ts';
import type { Arrival, InputPacket } from './routed-packet.ts';
import { inputFlow, readArrival } from './routed-packet.ts';
import type { RoutingDecision, RoutingResult } from './routing-result.ts';
import { redactedDestination, weighCases } from './routing-result.ts';
import type { FibRoute } from './search-tables.ts';
import { type SourceVerdict, validateSource } from './validate-source.ts';

/**
 * The routing decision between PREROUTING and the INPUT or FORWARD hook, as the kernel would take it on this host. A
 * packet that is only bridged has none: do not ask for it. Nor is one that came over `lo` routed again.
 */
export function routeInput(host: HostNetwork, packet: InputPacket): RoutingResult {
  const arrival = readArrival(packet);
  if (arrival === null) return weighCases(everyCase((branches) => routeRedacted(host, packet, branches)));
  const route = packet.family === 'ipv6' ? routeInputIpv6 : routeInputIpv4;
  return weighCases(everyCase((branches) => route(host, arrival, branches)));
}

/** Where the destination is redacted: on an interface that does not forward, all that is not for the host dies. */
function routeRedacted(
  host: HostNetwork,
  { iif, dst, family }: InputPacket,
  branches: Branches,
): RoutingDecision {
  const unknown: RoutingDecision = { outcome: 'unknown', question: redactedDestination };
  if (family !== 'ipv4' || !showsForwardingOff(host, iif, branches)) return unknown;
  const dropped = drop({ kind: 'ip-forward-disabled', parameters: { interface: iif } }, null);
  return branches.assume<RoutingDecision>(redactedDestination, [
    { value: dropped, premise: { kind: 'own-address', address: dst, isOwn: false } },
    { value: unknown, premise: { kind: 'own-address', address: dst, isOwn: true } },
  ]);
}

/** ip_route_input_rcu() and ip_route_input_slow() (net/ipv4/route.c), in the kernel's order. */
function routeInputIpv4(host: HostNetwork, arrival: Arrival, branches: Branches): RoutingDecision {
  const { iif } = arrival.packet;
  if (isMulticast(arrival.dst)) {
    return {
      outcome: 'unknown',
      question: {
        fact: { kind: 'membership', dev: iif, group: arrival.packet.dst },
        command: 'ip maddr',
      },
    };
  }
  const martian = refuseMartian(host, arrival, branches);
  if (martian) return martian;
  if (isLimitedBroadcast(arrival.dst) || arrival.dst === 0)
    return receiveBroadcast(host, arrival, null, branches);

  const ignoresLinkDown = (dev: string): boolean =>
    deviceSetting(host, dev, 'ignore_routes_with_linkdown', branches) !== 0;
  const answer = lookUp(host.fib.ipv4, inputFlow(host, arrival), { branches, ignoresLinkDown });
  if (answer.kind === 'unknown') return { outcome: 'unknown', question: answer.question };
  if (answer.kind !== 'found') {
    // Any error of the FIB becomes EHOSTUNREACH on an interface that does not forward, and is counted as such (ip_error()).
    return showsForwardingOff(host, iif, branches)
      ? drop({ kind: 'ip-forward-disabled', parameters: { interface: iif } }, null)
      : noRoute(answer, arrival.packet.dst);
  }
  switch (answer.route.type) {
    case 'broadcast':
      if (deviceSetting(host, iif, 'bc_forwarding', branches) !== 0)
        return forward(host, arrival, answer, branches);
      return receiveBroadcast(host, arrival, answer, branches);
    case 'local':
      return receive(host, arrival, { dst: arrival.dst, outcome: 'local' }, answer, branches);
    default:
      if (deviceSetting(host, iif, 'forwarding', branches) === 0) {
        return drop({ kind: 'ip-forward-disabled', parameters: { interface: iif } }, answer);
      }
      if (answer.route.type === 'unicast') return forward(host, arrival, answer, branches);
      return drop(martianOfType(arrival.packet.dst, answer.route.type), answer);
  }
}

/** The addresses that are refused whatever the FIB holds. Null: none of them. */
function refuseMartian(
  host: HostNetwork,
  { packet, src, dst }: Arrival,
  branches: Branches,
): RoutingDecision | null {
  const routesLoopback = (): boolean => deviceSetting(host, packet.iif, 'route_localnet', branches) !== 0;
  const source = (kind: 'multicast' | 'broadcast' | 'unspecified' | 'loopback'): RoutingDecision => {
    const parameters = { source: packet.src, interface: packet.iif, reason: { kind } };
    return drop({ kind: 'martian-source', parameters }, null);
  };
  const destination = (kind: 'unspecified' | 'loopback'): RoutingDecision =>
    drop({ kind: 'other', parameters: { kind, destination: packet.dst } }, null);

  if (src !== null && isMulticast(src)) return source('multicast');
  if (src !== null && isLimitedBroadcast(src)) return source('broadcast');
  if (isLimitedBroadcast(dst) || (src === 0 && dst === 0)) return null;
  if (src !== null && isUnspecified(src)) return source('unspecified');
  if (isUnspecified(dst)) return destination('unspecified');
  if (isLoopback(dst)) return routesLoopback() ? null : destination('loopback');
  if (src !== null && isLoopback(src) && !routesLoopback()) {
    return source('loopback');
  }
  return null;
}

function receiveBroadcast(
  host: HostNetwork,
  arrival: Arrival,
  found: FibRoute | null,
  branches: Branches,
): RoutingDecision {
  if (arrival.src !== null && isUnspecified(arrival.src))
    return { outcome: 'broadcast', found, source: null };
  return receive(host, arrival, { dst: 0, outcome: 'broadcast' }, found, branches);
}

function receive(
  host: HostNetwork,
  arrival: Arrival,
  { dst, outcome }: { readonly dst: AddressValue; readonly outcome: 'local' | 'broadcast' },
  found: FibRoute | null,
  branches: Branches,
): RoutingDecision {
  const source = validateSource(host, arrival, { dst, out: null }, branches);
  if (source.cause !== null) {
    return refuseSource(arrival, source, source.cause, found);
  }
  return { outcome, found, source };
}

/** ip_mkroute_input(), then ip_forward(). */
function forward(host: HostNetwork, arrival: Arrival, found: FibRoute, branches: Branches): RoutingDecision {
  return sameForEveryHop(found, branches, (hop) => forwardBy(host, arrival, found, hop, branches));
}

function forwardBy(
  host: HostNetwork,
  arrival: Arrival,
  found: FibRoute,
  hop: NextHop,
  branches: Branches,
): RoutingDecision {
  const source = validateSource(host, arrival, { dst: arrival.dst, out: hop }, branches);
  if (source.cause !== null) {
    return refuseSource(arrival, source, source.cause, found);
  }
  const refusal = refuseForward(host, arrival.packet, found.route, hop, branches);
  if (refusal) return { ...drop(refusal, found), source };
  return { outcome: 'forward', hops: [hop], found, source };
}

function refuseSource(
  { packet }: Arrival,
  source: SourceVerdict,
  kind: 'rp-filter' | 'martian-source',
  found: FibRoute | null,
): RoutingDecision {
  const { mode, reason } = source;
  const refused = { source: packet.src, interface: packet.iif, reason };
  const cause =
    kind === 'rp-filter'
      ? ({ kind, parameters: { ...refused, mode } } as const)
      : ({ kind, parameters: refused } as const);
  return { ...drop(cause, found), source };
}

function martianOfType(destination: string, type: RouteType): CauseFinding<'other'> {
  return { kind: 'other', parameters: { kind: 'route-type', destination, type } };
}

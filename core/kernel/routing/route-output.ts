import type { AddressValue } from '../address.ts';
import { isLimitedBroadcast, isMulticast, parseAddress } from '../address.ts';
import { noRoute } from './decide-route.ts';
import { deviceSetting, ignoresLinkDownIpv6 } from './device-setting.ts';
import { lookUp } from './fib-lookup.ts';
import type { HostNetwork } from './host-network.ts';
import type { Branches } from '../branches.ts';
import { everyCase } from '../branches.ts';
import type { FibFlow } from './match-fib-rule.ts';
import type { OutputPacket } from './routed-packet.ts';
import { vrfOf } from './routed-packet.ts';
import type { RoutingDecision, RoutingResult } from './routing-result.ts';
import { openResult, redactedDestination, weighCases } from './routing-result.ts';

/**
 * The routing decision for a packet of the host's own, before OUTPUT or when a mark, TOS or address changed there:
 * ip_route_output_key_hash_rcu() (net/ipv4/route.c), ip6_route_output_flags(). Whether the source is an address of the
 * host is not checked: what reached a chain has passed that.
 */
export function routeOutput(host: HostNetwork, packet: OutputPacket): RoutingResult {
  const dst = parseAddress(packet.dst);
  if (dst === null) return openResult(redactedDestination);
  return weighCases(everyCase((branches) => routeOwn(host, packet, dst, branches)));
}

function routeOwn(
  host: HostNetwork,
  packet: OutputPacket,
  dst: AddressValue,
  branches: Branches,
): RoutingDecision {
  if (isMulticast(dst) || isLimitedBroadcast(dst)) return sendToLink(packet);
  const ignoresLinkDown = (dev: string): boolean =>
    packet.family === 'ipv4'
      ? deviceSetting(host, dev, 'ignore_routes_with_linkdown', branches) !== 0
      : ignoresLinkDownIpv6(host, dev, branches);
  const answer = lookUp(host.fib[packet.family], outputFlow(host, packet, dst), {
    branches,
    ignoresLinkDown,
  });
  switch (answer.kind) {
    case 'unknown':
      return { outcome: 'unknown', question: answer.question };
    case 'found':
      if (answer.route.type === 'local') return { outcome: 'local', found: answer, source: null };
      return { outcome: 'send', hops: answer.hops, found: answer, source: null };
    case 'none':
    case 'refused':
      // "Apparently, routing tables are wrong. Assume, that the destination is on link": a bound socket sends anyway.
      if (packet.oif !== null && packet.family === 'ipv4') return sendOnLink(packet.oif);
      return noRoute(answer, packet.dst);
  }
}

function outputFlow(host: HostNetwork, packet: OutputPacket, dst: AddressValue): FibFlow {
  const { src, oif, mark, tos, protocol, sport, dport, uid } = packet;
  const unspecified = packet.family === 'ipv6' ? 0n : 0;
  return {
    dst,
    src: src === null ? unspecified : parseAddress(src),
    iif: 'lo',
    oif,
    mark,
    tos,
    protocol,
    sport,
    dport,
    uid,
    vrf: oif === null ? 'none' : vrfOf(host, oif),
  };
}

/** Multicast and limited broadcast leave by the interface that the socket is bound to, or else by its address's. */
function sendToLink(packet: OutputPacket): RoutingDecision {
  if (packet.oif !== null) return sendOnLink(packet.oif);
  const fact = { kind: 'sending-interface', src: packet.src, dst: packet.dst } as const;
  return { outcome: 'unknown', question: { fact, command: 'ip addr; ip maddr' } };
}

function sendOnLink(dev: string): RoutingDecision {
  return { outcome: 'send', hops: [{ dev, via: null, weight: 1, flags: [] }], found: null, source: null };
}

import type { CauseFinding } from '../../model/cause.ts';
import type { NextHop, Route } from '../../model/network.ts';
import type { HostNetwork } from './host-network.ts';
import type { Branches } from '../branches.ts';
import { protocolNumber } from '../protocol-number.ts';
import type { InputPacket } from './routed-packet.ts';

/** Why a packet that has its route is dropped before the FORWARD hook. */
export type ForwardRefusal = CauseFinding<'ttl-expired' | 'mtu-exceeded'>;

/**
 * The two checks of ip_forward() (net/ipv4/ip_forward.c) before NF_INET_FORWARD, in its order; ip6_forward() has the
 * same. Null: the packet goes on to the hook.
 */
export function refuseForward(
  host: HostNetwork,
  packet: InputPacket,
  route: Route,
  hop: NextHop,
  branches: Branches,
): ForwardRefusal | null {
  return expire(packet) ?? exceedMtu(host, packet, route, hop, branches);
}

/** ip_forward() expires what it could only pass on with a TTL of 0. */
export function expire(packet: InputPacket): ForwardRefusal | null {
  if (packet.ttl === null || packet.ttl > 1) return null;
  return { kind: 'ttl-expired', parameters: { family: packet.family, ttl: packet.ttl } };
}

/** ip_exceeds_mtu(), ip6_pkt_too_big(). The route's `mtu` attribute goes before the MTU of the device. */
export function exceedMtu(
  host: HostNetwork,
  packet: InputPacket,
  route: Route,
  hop: NextHop,
  branches: Branches,
): ForwardRefusal | null {
  const { length } = packet;
  if (length === null || !(packet.df || packet.family === 'ipv6')) return null;
  const mtu = route.mtu ?? deviceMtu(host, hop, branches);
  if (mtu === null) return length > smallestCommonMtu ? askForMtu(hop, length, branches) : null;
  if (length <= mtu || (mayBeAggregate(host, packet, length) && isAggregate(length, branches))) return null;
  return { kind: 'mtu-exceeded', parameters: { length, mtu, interface: hop.dev } };
}

/** Every IPv6 link carries this (RFC 8200, 5). Below it, an MTU that is not known is not suspected. */
const smallestCommonMtu = 1280;

function deviceMtu(host: HostNetwork, hop: NextHop, branches: Branches): number | null {
  const link = hop.dev === null ? undefined : host.links.get(hop.dev);
  if (link === undefined || link.mtu === null) return null;
  branches.cite({ ...link.at, text: `${link.name}: mtu ${link.mtu}` });
  return link.mtu;
}

function askForMtu(hop: NextHop, length: number, branches: Branches): ForwardRefusal | null {
  const { dev } = hop;
  return branches.assume<ForwardRefusal | null>({ fact: { kind: 'mtu', dev }, command: 'ip link' }, [
    { value: null, premise: { kind: 'mtu', dev, bytes: length, suffices: true } },
    {
      value: { kind: 'mtu-exceeded', parameters: { length, mtu: null, interface: dev } },
      premise: { kind: 'mtu', dev, bytes: length, suffices: false },
    },
  ]);
}

/**
 * Receiving interfaces join the segments of a TCP (or UDP) flow to one large packet (GRO), whose logged length exceeds
 * the MTU although each segment fits (`skb_is_gso()`). What fits the MTU that it came in by is taken for one packet.
 */
function mayBeAggregate(host: HostNetwork, packet: InputPacket, length: number): boolean {
  const protocol = packet.protocol === null ? null : protocolNumber(packet.protocol);
  if (protocol !== null && protocol !== 6 && protocol !== 17) return false;
  const mtuIn = host.links.get(packet.iif)?.mtu ?? null;
  return mtuIn === null || length > mtuIn;
}

function isAggregate(length: number, branches: Branches): boolean {
  return branches.assume({ fact: { kind: 'aggregate', bytes: length }, command: '' }, [
    { value: true, premise: { kind: 'aggregate', joined: true } },
    { value: false, premise: { kind: 'aggregate', joined: false } },
  ]);
}

import type { Family } from '../../model/family.ts';
import type { AddressValue } from '../address.ts';
import { parseAddress } from '../address.ts';
import type { HostNetwork } from './host-network.ts';
import type { FibFlow } from './match-fib-rule.ts';

/** A packet at the end of PREROUTING, after DNAT, as its last trace event shows it. */
export interface InputPacket {
  readonly family: Family;
  /** As the log has it; a redacted address is not known to the routing replay. */
  readonly src: string;
  readonly dst: string;
  /** The interface that it came in by; for a bridged packet the bridge. */
  readonly iif: string;
  readonly mark: number;
  readonly tos: number;
  /** Name or number; null: not known. */
  readonly protocol: string | null;
  /** Null: not known, or the protocol has none. */
  readonly sport: number | null;
  readonly dport: number | null;
  /** Null: not to be checked. */
  readonly ttl: number | null;
  /** IP total length in bytes. Null: not to be checked. */
  readonly length: number | null;
  /** IPv4's don't fragment bit; of no meaning in IPv6, where routers never fragment. */
  readonly df: boolean;
}

/** A packet that the host itself sends. */
export interface OutputPacket {
  readonly family: Family;
  /** Null: not bound to an address yet. */
  readonly src: string | null;
  readonly dst: string;
  /** The interface that the socket is bound to; null for none. */
  readonly oif: string | null;
  readonly mark: number;
  readonly tos: number;
  readonly protocol: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  /** The sending process's; null: not known. */
  readonly uid: number | null;
}

/** An input packet with its addresses read; `src` is null where it is redacted. */
export interface Arrival {
  readonly packet: InputPacket;
  readonly src: AddressValue | null;
  readonly dst: AddressValue;
}

/** Null for a destination that is redacted: nothing can be said of its route. */
export function readArrival(packet: InputPacket): Arrival | null {
  const dst = parseAddress(packet.dst);
  return dst === null ? null : { packet, src: parseAddress(packet.src), dst };
}

/**
 * The flow that ip_route_input_slow() and ip6_route_input() look up. Protocol and ports are 0 in it while no rule needs
 * them (fib4_rules_early_flow_dissect()), so that a rule `iif lo dport 80` alone never matches a way back.
 */
export function inputFlow(host: HostNetwork, { packet, src, dst }: Arrival): FibFlow {
  const { iif, mark, tos, family } = packet;
  const { protocol, sport, dport } = host.fib[family].dissectsFlows ? packet : undissected;
  return { dst, src, iif, oif: null, mark, tos, protocol, sport, dport, uid: 0, vrf: vrfOf(host, iif) };
}

const undissected = { protocol: '0', sport: 0, dport: 0 };

/**
 * The VRF of an interface: it is one, or its master is (l3mdev_master_ifindex_rcu()). Without -d, `ip link` does not
 * tell what a master is (a bridge, a bond, a VRF).
 */
export function vrfOf(host: HostNetwork, dev: string): FibFlow['vrf'] {
  const link = host.links.get(dev);
  const table = host.vrfs.get(dev) ?? host.vrfs.get(link?.master ?? dev);
  if (table !== undefined) return { table };
  if (link === undefined) return 'possible';
  if (link.master === null) return 'none';
  const isOther = link.vrf?.kind === 'none' || host.links.get(link.master)?.vrf?.kind === 'none';
  return isOther ? 'none' : 'possible';
}

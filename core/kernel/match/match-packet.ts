import type { Family } from '../../model/family.ts';
import type { ConntrackTuple } from '../../model/conntrack.ts';

/**
 * A packet at one place of its way, as far as it is known. Null always means: not known. What is known not to be there
 * has a value of its own ('' for an interface, `'none'` for a socket).
 */
export interface MatchPacket {
  readonly family: Family;
  /** Name or number of the IP protocol. */
  readonly protocol: string | null;
  /** As the log has them, redacted ones (`xxx.xxx.xxx.113`) too: of those nothing is known but equality. */
  readonly src: string | null;
  readonly dst: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  /** '': the hook has none, as OUTPUT has no input interface. */
  readonly inInterface: string | null;
  readonly outInterface: string | null;
  /** The bridge ports of a packet that br_netfilter brought here; '' for any other packet. */
  readonly physIn: string | null;
  readonly physOut: string | null;
  /** `52:54:00:a7:40:88`; '' for a packet without an Ethernet header. */
  readonly srcMac: string | null;
  /** skb->pkt_type: whom the frame was addressed to. */
  readonly linkType: 'unicast' | 'broadcast' | 'multicast' | null;
  readonly mark: number | null;
  /** TOS byte or traffic class with its two ECN bits 0; those are `ecn`, which the log does not show in full. */
  readonly tos: number | null;
  readonly ecn: number | null;
  readonly ttl: number | null;
  /** IP total length in bytes. */
  readonly length: number | null;
  /** FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128. */
  readonly tcpFlags: number | null;
  /** Kinds of the TCP options. */
  readonly tcpOptions: readonly number[] | null;
  /** In units of 8 bytes; above 0 for all fragments but the first, which have no ports. */
  readonly fragmentOffset: number | null;
  /** The states that are possible: one if it is known. */
  readonly ctstates: readonly CtState[] | null;
  readonly connection: PacketConnection | null;
  /** Of the local process that sent it; `'none'` for a packet that came in. */
  readonly owner: PacketOwner | 'none' | null;
}

/** What `--ctstate` calls the packet's part in its connection. INVALID also where conntrack has not looked yet (raw). */
export type CtState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** What conntrack holds on the packet's connection; null where it is not known. */
export interface PacketConnection {
  /** The ctmark. */
  readonly mark: number | null;
  readonly direction: 'ORIGINAL' | 'REPLY' | null;
  readonly original: ConntrackTuple | null;
  readonly reply: ConntrackTuple | null;
  /** IPS_SRC_NAT and IPS_DST_NAT: whether it is translated. */
  readonly snat: boolean | null;
  readonly dnat: boolean | null;
}

export interface PacketOwner {
  readonly uid: number | null;
  readonly gid: number | null;
}

/** A packet with nothing known about it, to spread what is known over. */
export function unknownPacket(family: Family): MatchPacket {
  return {
    family,
    protocol: null,
    src: null,
    dst: null,
    sport: null,
    dport: null,
    icmpType: null,
    icmpCode: null,
    inInterface: null,
    outInterface: null,
    physIn: null,
    physOut: null,
    srcMac: null,
    linkType: null,
    mark: null,
    tos: null,
    ecn: null,
    ttl: null,
    length: null,
    tcpFlags: null,
    tcpOptions: null,
    fragmentOffset: null,
    ctstates: null,
    connection: null,
    owner: null,
  };
}

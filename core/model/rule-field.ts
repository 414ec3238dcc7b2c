import type { Family } from './family.ts';

/** The source or the destination. */
export type Side = 'src' | 'dst';

/**
 * What a rule looks at or writes: a field of the packet, of its connection, or of what brought it here. The same for all
 * dialects; where nft has several words for one thing (`ip saddr`, `ip6 saddr`), the field tells which header is read.
 */
export type Field =
  | { readonly kind: 'family' }
  /** The EtherType, of the frame's header (`ether type`) or of what the kernel made of it (`meta protocol`). */
  | { readonly kind: 'ethertype'; readonly of: 'frame' | 'packet' }
  /** The transport protocol: as the kernel found it, or the field of the IPv4 header. */
  | { readonly kind: 'protocol'; readonly of: 'packet' | 'ipv4-header' }
  /** What follows the fixed IPv6 header: an extension header or the transport protocol. */
  | { readonly kind: 'next-header' }
  /** `family` null: of the table's own family, as in iptables. */
  | { readonly kind: 'address'; readonly side: Side; readonly family: Family | null }
  | { readonly kind: 'interface'; readonly side: 'in' | 'out'; readonly by: 'name' | 'index' }
  /** `header` is the transport header that is read (`tcp`); `th` for whichever the packet has. */
  | { readonly kind: 'port'; readonly side: Side; readonly header: string }
  | { readonly kind: 'icmp-type'; readonly family: Family }
  | { readonly kind: 'icmp-code'; readonly family: Family }
  /** Both in one number, the type in the upper byte. */
  | { readonly kind: 'icmp-type-and-code'; readonly family: Family }
  | { readonly kind: 'mark' }
  | { readonly kind: 'ct-mark' }
  | { readonly kind: 'ct-state' }
  | { readonly kind: 'ct-status' }
  | { readonly kind: 'ct-direction' }
  | { readonly kind: 'ct-protocol' }
  | {
      readonly kind: 'ct-address';
      readonly of: 'original' | 'reply';
      readonly side: Side;
      readonly family: Family | null;
    }
  | { readonly kind: 'ct-port'; readonly of: 'original' | 'reply'; readonly side: Side }
  /** TTL or hop limit. */
  | { readonly kind: 'ttl'; readonly family: Family }
  /** In bytes: the packet with its IP header, or what the fixed IPv6 header says (without itself). */
  | { readonly kind: 'length'; readonly of: 'packet' | 'ipv4-header' | 'ipv6-payload' }
  | { readonly kind: 'dscp'; readonly family: Family | null }
  /** The whole TOS byte, ECN bits included. */
  | { readonly kind: 'tos' }
  | { readonly kind: 'ecn'; readonly family: Family | null }
  /** In units of 8 bytes; 0 for the first fragment and for whole packets. */
  | { readonly kind: 'fragment-offset' }
  | { readonly kind: 'tcp-flags' }
  | { readonly kind: 'mac'; readonly side: Side }
  /** Whom the frame was addressed to: `unicast`, `broadcast`, `multicast`. */
  | { readonly kind: 'link-type' }
  | { readonly kind: 'owner'; readonly id: 'uid' | 'gid' }
  /** A number below `modulus`, plus `offset`: drawn, counted up from packet to packet, or a hash. */
  | {
      readonly kind: 'number-generator';
      readonly words: string;
      readonly modulus: number;
      readonly offset: number;
    }
  /** A field that no file of a bundle tells, in its dialect's words (`meta cpu`, `tcp window`). */
  | { readonly kind: 'other'; readonly words: string; readonly because: Because };

/** Why no bundle can tell whether a condition holds. */
export type Because =
  | 'rate'
  | 'payload'
  | 'header-part'
  | 'process'
  | 'connection-hash'
  | 'transferred'
  | 'labels'
  | 'connection-count'
  | 'cpu'
  | 'interface-group'
  | 'helper'
  | 'ipvs'
  | 'ipsec'
  | 'realm'
  | 'sockets'
  | 'chance'
  | 'time'
  | 'connection-age'
  | 'entry-counters'
  | 'changing-set'
  | 'flow-table'
  | 'cleaned'
  | 'connection'
  | 'not-modelled';

import type { DropRecord } from './drop-record.ts';
import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';
import type { KernelMessages } from './kernel-message.ts';

/** The types of a route, as `ip route` names them (ip-route(8)). */
export type RouteType =
  | 'unicast'
  | 'local'
  | 'broadcast'
  | 'multicast'
  | 'anycast'
  | 'blackhole'
  | 'unreachable'
  | 'prohibit'
  | 'throw'
  | 'nat'
  /** A dead end of a table that does not say which kind (`route -n`). */
  | 'unknown';

/**
 * One way of a route. `flags` are the words that ip prints: `onlink`, `linkdown`, `dead`, `pervasive`; `outline` where a
 * table of net-tools or /proc shows it, which has no place for further next hops.
 */
export interface NextHop {
  readonly dev: string | null;
  readonly via: string | null;
  readonly weight: number;
  readonly flags: readonly string[];
}

/** Whether the command printed all that there is of the kind, or only some: `ip addr show eth0`, lines that grep kept. */
export type Listing = 'whole' | 'part';

export interface Route {
  readonly family: Family;
  readonly type: RouteType;
  /** Always with its length: `10.1.0.0/24`, `10.1.0.1/32`, `0.0.0.0/0` for default. */
  readonly prefix: string;
  /** Source-specific routes of IPv6: the prefix that the packet's source must be in; null for all others. */
  readonly from: string | null;
  /** The name or number that ip prints: `main`, `local`, `100`. */
  readonly table: string;
  /** Empty for types that lead nowhere; several for a multipath route. */
  readonly nextHops: readonly NextHop[];
  readonly preferredSource: string | null;
  readonly metric: number;
  /** Of IPv6 routes with one prefix and metric the most preferred counts (RFC 4191; `pref`). */
  readonly preference: 'low' | 'medium' | 'high';
  /** The TOS byte that the route is restricted to; 0 for any. */
  readonly tos: number;
  readonly scope: string | null;
  /** Locked or plain `mtu` attribute in bytes; null where the device's MTU holds. */
  readonly mtu: number | null;
  readonly nexthopId: number | null;
  /** How packets are wrapped before they leave: `encap mpls 100/200`; null where they are not. */
  readonly encapsulation: string | null;
  /** `all-tables`: it was printed with its table's name, as only a dump of all tables prints routes. */
  readonly listing: Listing | 'all-tables';
  readonly text: string;
  readonly at: LineRef;
}

/** What a FIB rule does when it matches. */
export type FibRuleAction =
  | { readonly kind: 'lookup'; readonly table: string }
  | { readonly kind: 'goto'; readonly priority: number }
  | { readonly kind: 'nop' | 'blackhole' | 'unreachable' | 'prohibit' }
  /** Something this version does not model: a lookup that meets it can't be known. */
  | { readonly kind: 'unknown' };

/** A FIB rule (`ip rule`). A selector is null where the rule does not have it. */
export interface FibRule {
  readonly family: Family;
  readonly priority: number;
  /** `not`: the rule matches when its selectors do not. */
  readonly negated: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly iif: string | null;
  readonly oif: string | null;
  readonly fwmark: { readonly value: number; readonly mask: number } | null;
  readonly tos: number | null;
  readonly ipProtocol: string | null;
  /** First and last port, both included. */
  readonly sport: readonly [number, number] | null;
  readonly dport: readonly [number, number] | null;
  readonly uidRange: readonly [number, number] | null;
  /** `suppress_prefixlength N`: a route found with a prefix of N bits or fewer does not count. */
  readonly suppressPrefixLength: number | null;
  readonly l3mdev: boolean;
  readonly action: FibRuleAction;
  /** Words of the line that are not understood; a rule with any can't be known to match. */
  readonly unknownWords: readonly string[];
  readonly listing: Listing;
  readonly text: string;
  readonly at: LineRef;
}

/** A network interface as `ip link` / `ip addr` show it. */
export interface Link {
  readonly name: string;
  readonly mtu: number | null;
  /** The words in angle brackets: `UP`, `LOWER_UP`, `NO-CARRIER`. */
  readonly flags: readonly string[];
  /** The bridge, bond or VRF that it belongs to. */
  readonly master: string | null;
  /** Its part in a VRF; null where its line does not show it (`ip link` without -d). */
  readonly vrf: VrfRole | null;
  readonly mac: string | null;
  readonly listing: Listing;
  readonly at: LineRef;
}

/**
 * `vrf table 10` of `ip -d link`: the interface is the VRF whose packets table 10 routes; `vrf_slave table 10`: it is a
 * port of one; `none`: it is a bridge, a bond or a port of one.
 */
export type VrfRole = { readonly kind: 'vrf' | 'port'; readonly table: string } | { readonly kind: 'none' };

/** A name of /etc/iproute2/rt_tables, or of a VRF, and the table's number: commands print either of them. */
export interface RoutingTableName {
  readonly name: string;
  readonly number: string;
  readonly at: LineRef;
}

export interface InterfaceAddress {
  readonly family: Family;
  readonly dev: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly listing: Listing;
  readonly at: LineRef;
}

/** An entry of the neighbour table; `state` is the kernel's word: `REACHABLE`, `FAILED`, `INCOMPLETE`, ... */
export interface Neighbour {
  readonly address: string;
  readonly dev: string;
  readonly mac: string | null;
  readonly state: string;
  readonly at: LineRef;
}

/** One `key = value` of `sysctl -a`. */
export interface Sysctl {
  readonly key: string;
  readonly value: string;
  readonly at: LineRef;
}

/** One direction of a connection; ports are null for protocols without them, icmp fields for the others. */
export interface ConntrackTuple {
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly icmpId: number | null;
}

/** A conntrack entry (`conntrack -L`, /proc/net/nf_conntrack). */
export interface ConntrackEntry {
  readonly family: Family;
  readonly protocol: string;
  /** TCP's state (`SYN_SENT`), null for protocols without one. */
  readonly state: string | null;
  readonly original: ConntrackTuple;
  readonly reply: ConntrackTuple;
  /** The words in square brackets: `UNREPLIED`, `ASSURED`, `OFFLOAD`. */
  readonly status: readonly string[];
  readonly mark: number;
  readonly at: LineRef;
}

/** A packet that tcpdump or tshark saw on an interface. Fields that the one-line summary does not give are null. */
export interface SeenPacket {
  /** The interface of the capture where the file says it. */
  readonly interface: string | null;
  /** The interface that a typed command names: its filter may have left out packets, so what is not there proves nothing. */
  readonly filteredOn?: string;
  /** Which way it passed the interface, where the capture of all interfaces (`-i any`) tells; null elsewhere. */
  readonly direction: 'in' | 'out' | null;
  /** The time as the tool printed it. */
  readonly time: string | null;
  readonly src: string;
  readonly dst: string;
  readonly protocol: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  /** TCP flags in tcpdump's letters: `S`, `S.`, `R.`, `F.`, `P.`, `.`; null for others. */
  readonly tcpFlags: string | null;
  /** The IP header's identification; of IPv6 the fragment header's, null where there is none. */
  readonly ipId: number | null;
  /** TCP's sequence number as the header has it; null where only a relative one is printed. */
  readonly seq: number | null;
  /** What tcpdump says of the checksum of TCP, UDP or ICMP (-v); null where it says nothing. */
  readonly checksum: 'right' | 'wrong' | null;
  /** IP total length, as `LEN=` of a log line has it. */
  readonly lengthBytes: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  /** Of echo and other queries. */
  readonly icmpId: number | null;
  readonly icmpSeq: number | null;
  /** The UDP port that an ICMP message calls unreachable. */
  readonly refusedPort: number | null;
  readonly at: LineRef;
}

/** A counter of the kernel by nstat's name for it: `IpInReceives`, `TcpExtIPReversePathFilter`. */
export interface KernelCounter {
  readonly name: string;
  readonly value: number;
  /** `last-reading`: nstat without -a prints what was counted since it was last run. */
  readonly since: 'boot' | 'last-reading';
  readonly at: LineRef;
}

/** Where the kernel counts what it lost, apart from its SNMP counters: each has a command or file of its own. */
export type LossSource = 'conntrack' | 'link' | 'net-dev' | 'softnet';

/** Packets that the kernel counted as lost at one place since it began to count. */
export interface LossCounter {
  readonly source: LossSource;
  /** The interface, or the CPU. */
  readonly place: string;
  /** The kernel's name: `insert_failed`, `rx dropped`. */
  readonly name: string;
  readonly value: number;
  readonly at: LineRef;
}

/** A queue of NFQUEUE that a program reads, and how many packets it has lost (full, or the reader too slow). */
export interface QueueReader {
  readonly queue: number;
  readonly droppedPackets: number;
  readonly at: LineRef;
}

/** A queueing discipline of an interface, and the packets that it sent and dropped (`tc -s qdisc`). */
export interface QueueDiscipline {
  /** `fq_codel`, `tbf`; `clsact` and `ingress` hold filters and queue nothing. */
  readonly kind: string;
  readonly handle: string;
  readonly dev: string;
  readonly sentPackets: number;
  readonly droppedPackets: number;
  readonly at: LineRef;
}

/** An IPsec policy (`ip xfrm policy`): which packets must be, or must have been, protected, and which are refused. */
export interface XfrmPolicy {
  readonly family: Family;
  /** Prefixes. */
  readonly src: string;
  readonly dst: string;
  readonly protocol: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly dev: string | null;
  /** Asked for packets that leave, that are for this host, and that are forwarded. */
  readonly direction: 'in' | 'out' | 'fwd';
  readonly action: 'allow' | 'block';
  /** Lower is asked first. */
  readonly priority: number;
  /** How many security associations it requires; 0 lets packets pass in the clear. */
  readonly templates: number;
  readonly at: LineRef;
}

/** A port of a bridge (`bridge -d link`); flags are null where they are not shown. */
export interface BridgePort {
  readonly dev: string;
  readonly bridge: string;
  /** `forwarding`, `learning`, `listening`, `blocking`, `disabled`. */
  readonly state: string;
  readonly hairpin: boolean | null;
  /** Whether frames to unknown stations leave by it. */
  readonly flood: boolean | null;
  readonly isolated: boolean | null;
  readonly locked: boolean | null;
  readonly at: LineRef;
}

/** The port of a bridge that leads to a station (`bridge fdb`). */
export interface ForwardingEntry {
  readonly mac: string;
  readonly dev: string;
  readonly bridge: string;
  /** The address of the port itself: frames to it are for this host. */
  readonly isOwn: boolean;
  readonly at: LineRef;
}

/** A socket that waits for packets (`ss -lntup`); `address` null: any of the host's. */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string | null;
  readonly port: number;
  readonly at: LineRef;
}

/** A multicast group that an interface of the host has joined (`ip maddr`). */
export interface GroupMembership {
  readonly dev: string;
  readonly group: string;
  readonly at: LineRef;
}

/** What the files of one host said; empty lists for what the bundle does not have. */
export interface NetworkRecords {
  readonly fibRules: readonly FibRule[];
  readonly routes: readonly Route[];
  readonly links: readonly Link[];
  readonly addresses: readonly InterfaceAddress[];
  readonly tableNames: readonly RoutingTableName[];
  readonly sysctls: readonly Sysctl[];
  readonly neighbours: readonly Neighbour[];
}

/** What else the bundle saw of a host's packets: captures, the kernel's tables, counters and messages. */
export interface Witness {
  readonly seenPackets: readonly SeenPacket[];
  readonly conntrack: readonly ConntrackEntry[];
  readonly neighbours: readonly Neighbour[];
  readonly kernelCounters: readonly KernelCounter[];
  /** Of one place and name as often as it was read, in the order of files and lines. */
  readonly lossCounters: readonly LossCounter[];
  readonly dropRecords: readonly DropRecord[];
  /** What the host's kernel says in its log apart from traces. */
  readonly messages: readonly KernelMessages[];
  /** Empty where the bundle does not list them. */
  readonly queueReaders: readonly QueueReader[];
  readonly queueDisciplines: readonly QueueDiscipline[];
  readonly xfrmPolicies: readonly XfrmPolicy[];
  readonly bridgePorts: readonly BridgePort[];
  readonly forwardingEntries: readonly ForwardingEntry[];
  /** Null where the bundle does not list them. */
  readonly sockets: readonly ListeningSocket[] | null;
  readonly memberships: readonly GroupMembership[] | null;
}

/** Which kinds of records the bundle has of a host. */
export interface RecordsPresent {
  readonly ruleset: boolean;
  /** A table is there with all its chains: some chains, or lines that grep kept, leave the rest to be asked for. */
  readonly wholeTable: boolean;
  readonly fibRules: boolean;
  readonly routes: boolean;
  readonly sysctls: boolean;
  readonly links: boolean;
  /** How many dumps of the ruleset have counters. */
  readonly countedDumps: number;
  /** Sets that rules ask for and that the bundle does not show. */
  readonly missingSets: readonly string[];
}

import type { ConntrackEntry } from './conntrack.ts';
import type { DropRecord } from './drop-record.ts';
import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';
import type { KernelMessages } from './kernel-message.ts';
import type { Neighbour } from './network.ts';

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

import type { Flow } from './packet.ts';

/** What a scenario says; everything else (tracing, captures, the files of the bundle, the truth) the lab adds. */
export interface Scenario {
  readonly title: string;
  readonly variants: Readonly<Record<string, Variant>>;
}

/** One network around one router, and the packets that are sent through it. */
export interface Variant {
  /** What makes this one hard to read from the log. */
  readonly notes: string;
  readonly logStyle?: LogStyle;
  readonly links: readonly Link[];
  readonly bridges?: readonly Bridge[];
  /** `net.ipv4.ip_forward=1` is set already, and rp_filter is 0 everywhere. */
  readonly sysctls?: readonly string[];
  /** Commands for ip(8) in the router, in order: `route add blackhole 203.0.113.0/24`. */
  readonly ip?: readonly string[];
  /** Sets for `-m set`, in ipset(8)'s restore form. */
  readonly sets?: string;
  /** Further commands in the router, before the probes: `ebtables -A FORWARD -p IPv4 -j DROP`. */
  readonly also?: readonly string[];
  /** Commands in the router after the probes, before the bundle's files are printed: then those are of another time. */
  readonly afterwards?: readonly string[];
  /** The bundle has the ruleset with its counters from before the probes too. */
  readonly dumpsBefore?: true;
  /** tcpdump's options for the bundle's summary; `-n -tttt` where absent. */
  readonly summary?: readonly string[];
  /** Of the log's TRACE lines, every so manieth is lost. */
  readonly losesEvery?: number;
  /** Queues that a program reads, which accepts every packet. */
  readonly queueReaders?: readonly number[];
  /** Whose rules `rules` are; iptables-legacy with TRACE where absent. `log`: iptables-legacy without TRACE. */
  readonly backend?: 'nft' | 'iptables-nft' | 'log';
  /** For iptables-restore, or for `nft -f`; the table with the tracing rules is the lab's own and stands before it. */
  readonly rules: string;
  /** nft's table with the tracing rules (`counter meta nftrace set 1`), instead of the lab's own. */
  readonly tracingTable?: string;
  /** Commands for ebtables in the router, in order: `-A FORWARD -p IPv4 --log-prefix "fwd " -j CONTINUE`. */
  readonly ebtables?: readonly (readonly string[])[];
  /** Further rules of the table raw, after the TRACE rules. */
  readonly raw?: readonly string[];
  /** Interfaces whose incoming packets are traced ('all' is one rule without -i), and whether OUTPUT is. */
  readonly trace?: { readonly in?: 'all' | readonly string[]; readonly out?: boolean };
  readonly listeners?: readonly Listener[];
  /** One after another; those of an inner list together, each on a CPU of its own. */
  readonly probes: readonly (Probe | readonly Probe[])[];
  /** Packets that die without being a probe's own, by flow: `{ 'udp 10.2.0.2:53 > 10.1.0.2:4001': 'rp-filter' }`. */
  readonly otherDeaths?: Readonly<Record<string, Death>>;
  /**
   * Packets that the router's kernel makes and that die in OUTPUT, so that no capture shows them:
   * `{ flow: { proto: 'icmp', src: '10.0.0.1', dst: '10.0.0.2', type: 5 }, count: 2, dies: 'nat-failure' }`.
   */
  readonly stillborn?: readonly {
    readonly flow: Omit<Flow, 'family'>;
    readonly count: number;
    readonly dies: Death;
  }[];
  /** How long to wait for the last drop; a neighbour is given up after 3 s. */
  readonly settleMs?: number;
  /** Conntrack is in use, so fragments are put together before the first chain sees them. */
  readonly defragments?: boolean;
}

/** An interface of the router and the one it is wired to, in a namespace of that name. */
export interface Link {
  readonly dev: string;
  readonly addresses?: readonly string[];
  readonly peer: string;
  readonly peerAddresses: readonly string[];
  /** The peer's default route; none where it is absent. */
  readonly gateway?: string;
  readonly mtu?: number;
  readonly bridge?: string;
  /** A hairpin port: a frame may leave by the port that it came in by. */
  readonly hairpin?: boolean;
  /** CPUs (a hex mask) that receive for this interface (RPS). */
  readonly cpus?: string;
}

export interface Bridge {
  readonly dev: string;
  readonly addresses: readonly string[];
}

/** A server that answers each datagram, or reads and closes each connection. */
export interface Listener {
  readonly on: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** Bound with IP_TRANSPARENT, for TPROXY. */
  readonly transparent?: boolean;
}

/**
 * `filter/FORWARD 3` and `filter/FORWARD policy` say where the verdict fell, the words why routing refused. A rule's
 * kind of cause follows from its target.
 */
export type Death = `${string}/${string} ${number}` | `${string}/${string} policy` | RoutingDeath;

export type RoutingDeath =
  | 'nat-failure'
  | 'no-route'
  | 'blackhole'
  | 'unreachable'
  | 'prohibit'
  | 'rp-filter'
  | 'martian-source'
  | 'ip-forward-disabled'
  | 'ttl-expired'
  | 'mtu-exceeded'
  | 'neighbour-unreachable'
  | 'bridge-filter';

/** Packets of one flow. `udp`, `tcp` and `icmp` are built by hand; `connect` and `datagram` are ordinary sockets. */
export interface Probe {
  readonly kind: 'udp' | 'tcp' | 'icmp' | 'icmpv6' | 'connect' | 'datagram';
  /** The sender's namespace; `router` for what the router itself sends. */
  readonly from: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  /** For icmp the id. */
  readonly dport: number;
  readonly count?: number;
  readonly gapMs?: number;
  readonly ttl?: number;
  readonly tos?: number;
  readonly id?: number;
  readonly dontFragment?: boolean;
  /** Bytes after the transport header. */
  readonly payload?: number;
  /** How many fragments it is sent in. */
  readonly fragments?: number;
  /** TCP flags as a number; SYN where absent. */
  readonly flags?: number;
  /** All packets alike, to the last byte. */
  readonly identical?: boolean;
  readonly dies?: Death;
  /** Some come through, some die. */
  readonly mixed?: boolean;
  /** Where DNAT led before routing, for the question to `ip route get`. */
  readonly routedTo?: string;
  /** The mark that the packet has when it is routed, for the question to `ip route get`. */
  readonly mark?: number;
}

export const logStyles = ['rsyslog', 'dmesg', 'dmesg-T', 'journal', 'journal-json', 'rfc5424'] as const;
export type LogStyle = (typeof logStyles)[number];

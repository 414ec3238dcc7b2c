import type { Family } from './family.ts';

/** The word between chain and number of a TRACE line. It says less than it seems: see join/resolve-place.ts. */
export type PlaceKind = 'rule' | 'return' | 'policy';

/** Where a trace event happened, on which host: what `TRACE: filter:FORWARD:rule:2` names. */
export interface TracePlace {
  /** The kernel whose log it is; '' where the log names no host. */
  readonly host: string;
  readonly family: Family;
  readonly table: string;
  readonly chain: string;
  readonly kind: PlaceKind;
  /** Counted from 1, as the kernel counted at the time of the capture. */
  readonly number: number;
}

/**
 * Trace events in columns: entry i of each column belongs to event i; events stand in the order in which they were
 * read. Repeated things are interned: `place` points into `places`, `header` into `headers`, `identity` into
 * `identities`, names into `names`.
 */
export interface TraceEvents {
  readonly count: number;
  readonly place: Uint32Array;
  readonly header: Uint32Array;
  readonly identity: Uint32Array;
  /** Which log: an index into `logs`. */
  readonly log: Uint16Array;
  /** Line in that log, counted from 1. */
  readonly line: Uint32Array;
  readonly ttl: Uint8Array;
  /** Microseconds since boot as the kernel stamped the line; NaN where the line has no such stamp. */
  readonly uptimeMicroseconds: Float64Array;
  readonly logs: readonly string[];
  readonly places: readonly TracePlace[];
  readonly headers: HeaderColumns;
  readonly identities: IdentityColumns;
  /** Interface names, addresses and protocols; name 0 is ''. */
  readonly names: readonly string[];
}

/** What of a packet's header may change on its way through one host: interfaces, addresses, ports, TOS, mark. */
export interface HeaderColumns {
  readonly count: number;
  /** Indexes into `names`; 0 where the line has none. */
  readonly inInterface: Uint32Array;
  readonly outInterface: Uint32Array;
  readonly physIn: Uint32Array;
  readonly physOut: Uint32Array;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  /** -1 for protocols without ports. For ICMP echo, `sport` is the ICMP id (NAT may change it). */
  readonly sport: Int32Array;
  readonly dport: Int32Array;
  readonly tos: Uint8Array;
  readonly mark: Uint32Array;
  /** The destination MAC of the frame (`52:54:00:a7:40:88`), an index into `names`; input hooks only. */
  readonly dstMac: Uint32Array;
}

/** What of a packet's header stays the same on its way through one host, and so tells packets apart. */
export interface IdentityColumns {
  readonly count: number;
  /** Indexes into `names`: the host, and the protocol in lower case (`tcp`, `udp`, `icmp`, or its number). */
  readonly host: Uint32Array;
  readonly protocol: Uint32Array;
  readonly ipId: Uint32Array;
  /** IP total length in bytes. */
  readonly length: Uint32Array;
  /** DF = 1, MF = 2, CE = 4, and the fragment offset (in 8-byte units) from bit 3 on. */
  readonly fragment: Uint32Array;
  /** TCP sequence and acknowledgment numbers; 0 for other protocols. For ICMP echo, `seq` is the ICMP sequence number. */
  readonly seq: Uint32Array;
  readonly ack: Uint32Array;
  /** TCP flags as in the header: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128. */
  readonly tcpFlags: Uint8Array;
  /** -1 where the packet is not ICMP. */
  readonly icmpType: Int16Array;
  readonly icmpCode: Int16Array;
}

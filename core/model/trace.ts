import type { Family } from './family.ts';
import type { NearNumbers } from './delta-column.ts';
import type { TableFamily } from './table-family.ts';
import type { Hook, Verdict } from './verdict.ts';

export type { TableFamily };

/** The word between chain and number of a TRACE line. It says less than it seems: see join/rules/resolve-place.ts. */
export type PlaceKind = 'rule' | 'return' | 'policy';

/**
 * Who wrote the trace event. `trace`: the kernel's TRACE target into its log. `nft`: `nft monitor trace`. `xtables`:
 * `xtables-monitor --trace`. `log`: a LOG target (or nft `log`, or ulogd2's NFLOG), known by its prefix alone.
 */
export type Tracer = 'trace' | 'nft' | 'xtables' | 'log';

/** Where a trace event happened, on which host: what `TRACE: filter:FORWARD:rule:2` names. */
export interface TracePlace {
  /** The kernel whose log it is; '' where the log names no host. */
  readonly host: string;
  readonly tracer: Tracer;
  /** The packet's family. */
  readonly family: Family;
  readonly tableFamily: TableFamily;
  /** '' for a LOG line, whose table and chain only the ruleset tells (by `printed.prefix`). */
  readonly table: string;
  readonly chain: string;
  readonly kind: PlaceKind;
  /** Counted from 1, as the kernel counted at the time of the capture; null where the tracer prints no position. */
  readonly number: number | null;
  /** What tracers other than TRACE print of the rule; null for TRACE. */
  readonly printed: PrintedRule | null;
}

/** The table of a LOG line whose rule no file of the bundle shows; its chain is the prefix in quotes. */
export const unlistedLogTable = 'LOG';

/** Whether the place is that of a LOG line whose rule no file of the bundle shows. */
export function isUnlistedLog({ tracer, table }: Pick<TracePlace, 'tracer' | 'table'>): boolean {
  return tracer === 'log' && table === unlistedLogTable;
}

/** What a tracer prints of a rule or policy instead of its position. */
export interface PrintedRule {
  /** nft's handle of the rule; null where the tracer prints none. */
  readonly handle: number | null;
  /** The rule as printed (`ip saddr @blocked counter packets 0 bytes 0 drop`, `-A FORWARD -j APPS`); null for policies and LOG. */
  readonly text: string | null;
  /** The prefix of a LOG line, without the blank that may end it; null for the others. */
  readonly prefix: string | null;
  /** The verdict as printed; null for LOG and where none was printed. */
  readonly verdict: Verdict | null;
  /** Of a LOG line in a user-defined chain, the hook that its interfaces show; left out where they leave a choice. */
  readonly hook?: Hook;
  /** Of several equal rules of the chain, the one that the packet's way tells, from 0; left out where it is the first. */
  readonly nth?: number;
  /** The chain that a jump or goto leads to; null for other verdicts. */
  readonly toChain: string | null;
}

/**
 * Trace events in columns: entry i of each column belongs to event i; events stand in the order in which they were
 * read. Repeated things are interned: `place` points into `places`, `header` into `headers`, `identity` into
 * `identities`, names into `names`.
 */
export interface TraceEvents {
  readonly count: number;
  readonly place: Uint16Array | Uint32Array;
  readonly header: Uint32Array;
  readonly identity: Uint32Array;
  /** Which log: an index into `logs`. */
  readonly log: Uint16Array;
  /** Line in that log, counted from 1. */
  readonly line: NearNumbers;
  readonly ttl: Uint8Array;
  /** As the kernel stamps its lines: microseconds since boot; NaN for a line without such a stamp. */
  readonly uptime: NearNumbers;
  readonly logs: readonly string[];
  /** Where each log ends, by the same index; undefined where nobody looked. */
  readonly logEndings: readonly (LogEnding | undefined)[];
  readonly places: readonly TracePlace[];
  readonly headers: HeaderColumns;
  readonly identities: IdentityColumns;
  /** Interface names, addresses and protocols; name 0 is ''. */
  readonly names: readonly string[];
}

/** The last line of a log of the kernel and its daemons, of whatever it is. */
export interface LogEnding {
  /** Counted from 1; 0 where none was found near the end of the file. */
  readonly line: number;
  /** The last time by the kernel's clock; NaN where no line near the end shows it. */
  readonly uptimeMicroseconds: number;
}

/** Numbers from 0 on, 32 bits at most, in as few bytes as they need. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array;

/** What of a packet's header may change on its way through one host: interfaces, addresses, ports, TOS, mark. */
export interface HeaderColumns {
  readonly count: number;
  /** Indexes into `names`; 0 where the line has none. */
  readonly inInterface: NumberColumn;
  readonly outInterface: NumberColumn;
  readonly physIn: NumberColumn;
  readonly physOut: NumberColumn;
  readonly src: NumberColumn;
  readonly dst: NumberColumn;
  /** -1 for protocols without ports. For ICMP echo, `sport` is the ICMP id (NAT may change it). */
  readonly sport: Int32Array;
  readonly dport: Int32Array;
  readonly tos: Uint8Array;
  readonly mark: NumberColumn;
  /** The destination MAC of the frame (`52:54:00:a7:40:88`), an index into `names`; input hooks only. */
  readonly dstMac: NumberColumn;
}

/** What of a packet's header stays the same on its way through one host, and so tells packets apart. */
export interface IdentityColumns {
  readonly count: number;
  /** Indexes into `names`: the host, and the protocol in lower case (`tcp`, `udp`, `icmp`, or its number). */
  readonly host: NumberColumn;
  readonly protocol: NumberColumn;
  readonly ipId: NumberColumn;
  /** IP total length in bytes. */
  readonly length: NumberColumn;
  /**
   * DF = 1, MF = 2, CE = 4, and the fragment offset (13 bits, in 8-byte units) from bit 3 on; above that which source route
   * the IP options give: see SOURCE_ROUTES.
   */
  readonly fragment: NumberColumn;
  /** TCP sequence and acknowledgment numbers; 0 for other protocols. For ICMP echo, `seq` is the ICMP sequence number. */
  readonly seq: NumberColumn;
  readonly ack: NumberColumn;
  /** TCP flags as in the header: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128. */
  readonly tcpFlags: Uint8Array;
  /**
   * The tracer's own name of the packet (nft's trace id), an index into `names`; 0 where the tracer has none. The same
   * id can come again for a later packet; a parser that sees the header change gives it a new name (`36c7a81a/2`).
   */
  readonly traceId: NumberColumn;
  /** -1 where the packet is not ICMP. */
  readonly icmpType: Int16Array;
  readonly icmpCode: Int16Array;
}

/** An IP option by which the sender names routers on the way: RFC 791's loose and strict source route. */
export type SourceRoute = 'loose' | 'strict';

/** What `IdentityColumns.fragment` has above the fragment offset, by its value there. */
export const SOURCE_ROUTES: readonly (SourceRoute | null)[] = [null, 'loose', 'strict'];
export const SOURCE_ROUTE_SHIFT = 16;

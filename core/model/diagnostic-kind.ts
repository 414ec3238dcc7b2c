import type { Drift } from './drift.ts';
import type { Family } from './family.ts';
import type { Malformed } from './malformed.ts';
import type { StreamFault } from './stream-fault.ts';

/** Traffic that is worth a trace. `dport`: null for ICMP. */
export interface TracedTraffic {
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6';
  readonly dport: number | null;
}

/** What each kind of diagnostic says besides its file and its line. Its sentence stands in words/. */
export interface DiagnosticParameters {
  /** `reason` is the operating system's. */
  readonly 'not-readable': { readonly reason: string };
  readonly 'reading-stopped': { readonly reason: string };
  readonly 'stream-damaged': BrokenOff;
  readonly 'stream-cut-off': { readonly unpackedBytes: number };
  readonly 'stream-over-limit': BrokenOff;
  readonly 'stream-unsupported': BrokenOff;
  /** The limit of entries; null where the names of the entries are too long together. */
  readonly 'too-many-entries': { readonly entries: number | null };
  readonly 'nested-too-deep': object;
  readonly 'compressed-too-often': object;
  /** Many files of one source. */
  readonly 'files-over-limit': { readonly groups: readonly StoppedFiles[] };
  readonly 'entry-left-out': { readonly why: EntryFault };
  /** Its place in the zip holds something else. */
  readonly 'entry-misplaced': { readonly why: EntryFault };
  /** `first`: the names of some. */
  readonly 'entries-left-out': { readonly groups: readonly LeftOutEntries[] };
  /** Null where the rest of the archive can't be read. */
  readonly 'no-archive-entry': { readonly skippedBytes: number | null };
  readonly 'end-mark-missing': { readonly archive: 'tar' | 'cpio' };
  readonly 'names-cut': { readonly count: number; readonly bytes: number };
  readonly 'entry-cut-off': { readonly available: number; readonly size: number };
  readonly 'zip-in-archive': object;
  readonly 'zip-without-directory': { readonly found: number };

  readonly 'file-empty': object;
  readonly 'file-unrecognised': object;
  /** The heading above the part; null where it has none. */
  readonly 'part-unrecognised': { readonly heading: string | null };
  readonly 'more-notes': { readonly count: number };
  readonly 'first-bytes-read': { readonly bytes: number };
  readonly 'too-many-log-hosts': { readonly hosts: number; readonly lines: number };
  readonly 'output-not-used': { readonly command: string };
  readonly 'line-malformed': { readonly why: Malformed };
  readonly 'more-trace-lines-malformed': { readonly count: number };
  /** Words of a rule that are not understood; `text` is the rule, null where the words are all of it. */
  readonly 'rule-words-unknown': { readonly words: string; readonly text: string | null };
  /** `numbers` of the rules that are missing; null where lines were cut out by hand. */
  readonly 'listing-gap': {
    readonly chain: string;
    readonly numbers: readonly [first: number, last: number] | null;
  };
  readonly 'block-not-closed': object;
  /** `packets` were read before it. */
  readonly 'capture-damaged': { readonly packets: number; readonly fault: CaptureFault };
  readonly 'capture-cut-off': { readonly packet: number };
  readonly 'capture-too-long': { readonly packets: number; readonly kept: number };
  readonly 'packets-passed-over': {
    readonly groups: readonly { readonly what: UnreadPacket; readonly count: number }[];
  };

  readonly 'log-without-trace': object;
  readonly 'log-repeated': { readonly lines: number; readonly original: string };
  readonly 'trace-repeated': { readonly lines: number };
  readonly 'log-order-unknown': { readonly paths: readonly string[] };
  /** What the logger wrote. */
  readonly 'log-lines-lost': { readonly words: string };
  readonly 'log-lines-cut': { readonly lines: number };
  /** `percent` of the file were read, null where its size is not known. */
  readonly 'log-read-in-part': {
    readonly lines: number;
    readonly percent: number | null;
    readonly full: FullRoom;
  };
  readonly 'log-not-read': { readonly full: FullRoom };

  readonly 'ruleset-of-other-backend': { readonly log: 'legacy' | 'nft' };
  /** `rules` TRACE rules together. */
  readonly 'trace-rules-contradict': Contradiction & { readonly rules: number };
  /** `number` null for a rule whose position is not known. `dumps`: counted between two of them. */
  readonly 'counter-contradicts': Contradiction & {
    readonly place: { readonly table: string; readonly chain: string };
    readonly rule: { readonly number: number | null } | 'policy';
    readonly dumps: boolean;
  };
  readonly 'more-counters-contradict': { readonly count: number };
  readonly 'no-trace-events': object;
  /** `hidden`: the listing lacks the interfaces of its rules. `whole`: the ruleset shows table raw. */
  readonly 'no-trace-rule': {
    readonly whole: boolean;
    readonly hidden: boolean;
    readonly about: TracedTraffic | null;
  };
  readonly 'no-nftrace-rule': { readonly about: TracedTraffic | null };
  readonly 'trace-rule-unmatched': object;
  readonly 'trace-goes-to-monitor': { readonly by: 'nft' | 'iptables-nft' };
  /** `mayBeNft`: nothing says which backend of iptables has the rule. */
  readonly 'trace-lines-absent': { readonly packets: number; readonly mayBeNft: boolean };
  readonly 'nf-log-none': { readonly family: 'IPv4' | 'IPv6'; readonly key: string };
  readonly 'nf-log-elsewhere': { readonly family: 'IPv4' | 'IPv6'; readonly key: string };
  readonly 'nf-log-namespaces': object;
  /** `logged`: the log is of LOG rules, not of TRACE. */
  readonly 'no-ruleset': { readonly host: string; readonly logged: boolean };
  /** `more` reasons are not listed. */
  readonly 'ruleset-drift': {
    readonly chain: string;
    readonly host: string;
    readonly reasons: readonly Drift[];
    readonly more: number;
  };
  /**
   * `packets` met rule `metInstead` of the chain, or came to its end (null), past a rule that must have matched, whose
   * counter stands at `counted`. `mayBeLost`: the packet's lines begin there.
   */
  readonly 'rule-passed-over': {
    readonly chain: string;
    readonly host: string;
    readonly rule: { readonly number: number; readonly text: string; readonly counted: number | null };
    readonly metInstead: number | null;
    readonly packets: number;
    readonly mayBeLost: boolean;
  };
  /** What shows it, in the words of the file. */
  readonly 'bundle-cleaned': { readonly sign: string };
  readonly 'addresses-redacted': { readonly sign: string };
  readonly 'namespace-apart': { readonly namespace: string; readonly host: string };
  readonly 'host-unknown': { readonly hosts: readonly string[] };
  readonly 'host-differs': { readonly own: string; readonly host: string };
  readonly 'journeys-ambiguous': { readonly packets: number };
  readonly 'journeys-incomplete': { readonly packets: number };
}

export type DiagnosticKind = keyof DiagnosticParameters;

interface BrokenOff {
  readonly fault: StreamFault;
  readonly unpackedBytes: number;
}

/** Why a limit cuts a file or keeps it closed. */
export type LimitStop =
  | { readonly kind: 'nested-too-deep' | 'compressed-too-often' }
  | { readonly kind: 'stream-over-limit'; readonly fault: StreamFault };

/** Files that one limit cut or kept closed. */
export interface StoppedFiles {
  readonly why: LimitStop;
  readonly count: number;
  readonly first: readonly string[];
}

/** Why an entry of an archive is not read. */
export type EntryFault =
  | { readonly kind: 'special' | 'sparse' | 'encrypted' | 'overlapping' | 'misplaced' }
  | { readonly kind: 'zip-method'; readonly method: number };

/** Entries of an archive that were left out for one reason. */
export interface LeftOutEntries {
  readonly why: EntryFault;
  readonly count: number;
  readonly first: readonly string[];
}

/** What is wrong in a file of captured packets. */
export type CaptureFault =
  | { readonly kind: 'no-header' | 'no-byte-order' | 'no-packet-header' }
  | { readonly kind: 'packet-size' | 'block-size'; readonly bytes: number };

/** A captured packet that is not read. */
export type UnreadPacket =
  { readonly kind: 'arp' | 'not-ip' | 'damaged' } | { readonly kind: 'link-type'; readonly number: number };

/** What ended the reading of logs: how many lines had been read, and of how many packets; null where `lines` are the limit. */
export interface FullRoom {
  readonly lines: number;
  readonly packets: number | null;
}

/** What a counter says and the log does not show. */
interface Contradiction {
  readonly counted: number;
  readonly logged: number;
  readonly why: CounterFault;
}

/** `stale`: counters were reset, or the ruleset is older than the log. */
export type CounterFault = 'stale' | 'lost-or-older' | 'lost' | 'lost-or-later';

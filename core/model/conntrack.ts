import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';

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

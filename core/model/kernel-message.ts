import type { LineRef } from './evidence.ts';
import type { Registered } from './registered.ts';

/** What the kernel says in its log, apart from traces: one word for each entry of parse/kernel-messages/. */
export type KernelMessageKind = Registered['message'];

/**
 * What follows from a message: packets were lost (`loss`), it helps to understand what is lost elsewhere (`hint`), or lines
 * of the log itself were lost before it (`lost-lines`).
 */
export type MessageMeaning = 'loss' | 'hint' | 'lost-lines';

/** What a message names; only what its line has. */
export interface MessageFields {
  readonly protocol?: string;
  readonly src?: string;
  readonly dst?: string;
  readonly sport?: number;
  readonly dport?: number;
  /** The IP header's identification and total length. */
  readonly ipId?: number;
  readonly lengthBytes?: number;
  /** The device; with `bridge`, its port. */
  readonly interface?: string;
  readonly bridge?: string;
  readonly mac?: string;
  /** The inode of a network namespace other than the host's own. */
  readonly namespace?: string;
  /** A queue of a device or of NFQUEUE. */
  readonly queue?: number;
  /** How many entries there may be. */
  readonly limit?: number;
  /** The sysctl that the message names. */
  readonly sysctl?: string;
  /** A conntrack helper, a table of neighbours, a scheduler of IPVS or a process, by its name. */
  readonly name?: string;
  /** In the message's own words: why, or which state was entered. */
  readonly reason?: string;
  /** How many messages of the network code were not written, or lines of the log were lost. */
  readonly suppressed?: number;
  /** What the refused frame held, by the EtherType of its header: `ARP`, `IPv4`, `IPv6`. */
  readonly frame?: string;
}

/** One line of the log that is a message of the kernel. */
export interface KernelMessage {
  readonly kind: KernelMessageKind;
  /** As the line names it; else the host that the log was taken to be of. */
  readonly host: string;
  readonly meaning: MessageMeaning;
  readonly at: LineRef;
  /** The line as it stands in the log, cut where it is very long. */
  readonly text: string;
  /** The kernel's clock; null where the line does not show it. */
  readonly uptimeSeconds: number | null;
  readonly fields: MessageFields;
}

/** A message with the time that its line shows: as it stands there, '' for none, and in UTC where it says year and zone. */
export interface DatedMessage extends KernelMessage {
  readonly stamp: string;
  readonly time: string | null;
}

/** Messages of a host that say the same of the same: what differs from packet to packet (source port, ID) is left aside. */
export interface KernelMessages {
  readonly kind: KernelMessageKind;
  readonly host: string;
  readonly meaning: MessageMeaning;
  /** How many lines there are of it. */
  readonly count: number;
  /** All that their `suppressed` add up to. */
  readonly suppressed: number;
  readonly first: DatedMessage;
  readonly last: DatedMessage;
  /** The lines themselves, the first ones where there are very many, and of hints only a few. */
  readonly kept: readonly KernelMessage[];
}

import type { MapVerdict, SetReference } from './condition.ts';
import type { Field } from './rule-field.ts';
import type { Value } from './rule-value.ts';

/** One thing that a rule does with a packet that its conditions hold for, whatever the dialect. */
export type Statement =
  | MapVerdict
  /** Drops and answers. */
  | { readonly kind: 'reject'; readonly answer: RejectAnswer }
  /** The verdict that a map has for the key; without an element for it, the rule ends there. */
  | { readonly kind: 'verdict-map'; readonly fields: readonly Field[]; readonly map: SetReference }
  | Nat
  | SetMark
  /** Writes a field of the header or of the packet's metadata. */
  | { readonly kind: 'write'; readonly field: Field; readonly value: Written }
  | Log
  /** Hands the packet to a local socket; without one, iptables drops, and nft leaves the rule. */
  | {
      readonly kind: 'tproxy';
      readonly address: string | null;
      readonly port: number | null;
      readonly mark: MarkChange | null;
      readonly withoutSocket: 'drops' | 'leaves-rule';
    }
  /** Excepts the packet from conntrack. */
  | { readonly kind: 'notrack' }
  /** Sets conntrack up for the connection: a zone, a helper, a timeout. */
  | { readonly kind: 'ct-setup'; readonly what: string; readonly words: string }
  /** Begins or ends the trace of the packet. */
  | { readonly kind: 'trace'; readonly on: boolean }
  /** Adds to, updates or takes from a set; sets never decide by it. */
  | { readonly kind: 'update-set'; readonly operation: string; readonly set: string; readonly words: string }
  /** Takes the options of TCP away, all or some. */
  | { readonly kind: 'strip-tcp-options'; readonly words: string }
  | { readonly kind: 'synproxy' }
  /** Sends the packet out by another device, for good; a copy goes there for `duplicate`. */
  | { readonly kind: 'forward-to' | 'duplicate'; readonly words: string }
  | { readonly kind: 'counter'; readonly name: string | null }
  /** Nothing of the packet's way depends on it: CLASSIFY, AUDIT, LED, secmark. */
  | { readonly kind: 'side-effect'; readonly name: string; readonly words: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly words: string };

/** What is sent back: an ICMP error (for `icmpx`, of the packet's own family) by nft's name of its code, or a TCP RST. */
export type RejectAnswer =
  { readonly kind: 'icmp' | 'icmpv6' | 'icmpx'; readonly code: string } | { readonly kind: 'tcp-reset' };

/** Rewrites addresses or ports, once for each direction of a connection, and accepts. */
export interface Nat {
  readonly kind: 'nat';
  readonly type: NatType;
  /** The new address, one or a range; null where only the port changes, and where a map tells it. */
  readonly to: NatRange;
  /** Where the new address comes from, if not from the rule itself. */
  readonly map: NatMap | 'not-understood' | null;
  readonly flags: readonly NatFlag[];
}

export type NatType = 'dnat' | 'snat' | 'masquerade' | 'redirect' | 'netmap' | 'same';
export type NatFlag = 'random' | 'fully-random' | 'persistent';

/** What nat lets the kernel choose from. */
export interface NatRange {
  /** Null: the address stays; `network`: of netmap. A range has both its ends. */
  readonly address: { readonly first: string; readonly last: string } | null;
  /** Null: the port stays. `shifted`: by a rule that is not followed. */
  readonly ports: readonly [first: number, last: number] | 'shifted' | null;
}

/** `dnat to ip daddr . tcp dport map @targets`: the key's fields and the map. */
export interface NatMap {
  readonly fields: readonly Field[];
  readonly map: SetReference;
  /** The port that follows the map: `dnat to ip saddr map @m : 8080`. */
  readonly port: number | null;
}

/** Sets the mark of the packet or of its connection. */
export interface SetMark {
  readonly kind: 'set-mark';
  readonly on: 'packet' | 'connection';
  /** Null where the new value is not known from the rule: a hash, a map. */
  readonly change: MarkChange | null;
}

/** `(old & keep) ^ (the other mark & copy) ^ flip`: every way in which iptables and nft set marks comes to this. */
export interface MarkChange {
  readonly keep: number;
  /** The bits that come from the other mark: the connection's for the packet's, and the other way round. */
  readonly copy: number;
  readonly flip: number;
}

/** The value that a field gets. */
export type Written =
  | { readonly kind: 'value'; readonly value: Value }
  /** The bits outside of `mask` stay, those of `value` flip. */
  | { readonly kind: 'masked'; readonly value: number; readonly mask: number }
  | { readonly kind: 'plus'; readonly amount: number }
  | { readonly kind: 'unknown'; readonly words: string };

/** A line in the log, or a message to a program (`group`). */
export interface Log {
  readonly kind: 'log';
  readonly by: 'LOG' | 'NFLOG' | 'ULOG';
  /** '' for none. */
  readonly prefix: string;
  readonly group: number | null;
  /** All of it in its dialect's words, level and flags included. */
  readonly words: string;
}

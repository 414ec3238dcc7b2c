import type { LineRef } from './evidence.ts';
import type { Family } from './family.ts';

/** An entry of a set, as ipset(8) prints it. */
export interface IpSetEntry {
  /** `10.2.0.2,udp:53`: one part for each dimension of the set's type, separated by commas. */
  readonly element: string;
  /** An exception: what this entry selects is not in the set. */
  readonly nomatch: boolean;
  /** The interface's name is only the beginning of a name. */
  readonly wildcard: boolean;
  readonly at: LineRef;
}

/** A set of ipset(8). */
export interface IpSet {
  readonly name: string;
  /** `hash:ip,port`, `bitmap:port`, `list:set`. */
  readonly type: string;
  /** The family of its addresses; null for types that have none. */
  readonly family: Family | null;
  /** `netmask 24` or `bitmask 255.0.255.0`: a packet's addresses are cut by it first; null where the set has none. */
  readonly mask: string | null;
  /** The bits of a packet's mark that count (`markmask`). */
  readonly markMask: number;
  /** Entries may expire: one that is not listed may have been there when the packet came. */
  readonly expires: boolean;
  /** All entries of the set were read; false for `ipset list -terse` and for lists that are cut or damaged. */
  readonly complete: boolean;
  readonly entries: readonly IpSetEntry[];
  readonly at: LineRef;
}

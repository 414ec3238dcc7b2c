import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';

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

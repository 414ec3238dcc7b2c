import type { Condition, MapValue } from './condition.ts';
import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';
import type { TableFamily } from './table-family.ts';
import type { Value } from './rule-value.ts';
import type { Statement } from './statement.ts';
import type { Hook } from './verdict.ts';

/** Packets and bytes (IP total length) that a rule or policy has counted. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** All tables that one dump shows. Two dumps of one host are two rulesets. */
export interface Ruleset {
  /** The family of all its tables; null for an nft dump, whose tables each have their own. */
  readonly family: Family | null;
  /** Which kernel side holds the rules; a listing does not say. */
  readonly backend: 'legacy' | 'nft' | 'unknown';
  readonly source: 'iptables-save' | 'iptables-list' | 'nft' | 'nft-json' | 'ebtables-save';
  readonly file: string;
  /** When the dump says that it was made, in seconds by the host's wall clock as if it were UTC; null where it does not say. */
  readonly printedAt: number | null;
  /** Whether a table that it does not show is not there: a table that was asked for by name says nothing of others. */
  readonly covers: 'every-table' | 'its-tables';
  readonly tables: readonly Table[];
}

export interface Table {
  readonly family: TableFamily;
  readonly name: string;
  /** Whether a chain that it does not show is not there: `iptables -S DOCKER-USER` says nothing of other chains. */
  readonly covers: 'every-chain' | 'its-chains';
  readonly chains: readonly Chain[];
  /** nft's named sets, maps and verdict maps; empty for iptables. */
  readonly sets: readonly NftSet[];
  readonly at: LineRef;
}

/** `type filter hook forward priority filter - 1; policy drop;` of an nft base chain. */
export interface BaseHook {
  readonly type: 'filter' | 'nat' | 'route';
  readonly hook: Hook | 'ingress' | 'egress';
  /** As a number, whatever name nft printed for it; within a hook lower runs first, families together. */
  readonly priority: number;
  /** The interfaces of an ingress or egress chain, `eth*` for several; nft 1.0.6 leaves them out of its JSON. */
  readonly devices: readonly string[] | 'not-shown';
}

/** A named set, map or verdict map of nft. */
export interface NftSet {
  readonly kind: 'set' | 'map';
  readonly name: string;
  /** The types of a key's parts: `ipv4_addr . inet_service` is two. */
  readonly keyTypes: readonly string[];
  /** What a map leads to (`verdict`, `ipv4_addr`); null for a set. */
  readonly valueType: string | null;
  readonly flags: readonly string[];
  readonly elements: readonly NftElement[];
  readonly at: LineRef;
}

/** `10.2.0.2 . 80`, `192.0.2.0/24`, `53 : jump dns`: the parts of the key and what a map has for it, as printed and as meant. */
export interface NftElement {
  readonly key: readonly string[];
  readonly value: string | null;
  readonly parts: readonly Value[];
  readonly leadsTo: MapValue | null;
  readonly at: LineRef;
}

/** A chain of one table. A chain is built-in (a base chain on a hook) or user-defined. */
export interface Chain {
  readonly name: string;
  /** Where an nft base chain hangs; null for user-defined chains, and for iptables, whose chains' names tell. */
  readonly base: BaseHook | null;
  /** The policy of a built-in chain; null for a user-defined chain, which returns at its end. */
  readonly policy: 'ACCEPT' | 'DROP' | null;
  /** What the policy has counted; null where the dump has no counter for it. */
  readonly policyCounter: Counter | null;
  readonly rules: readonly Rule[];
  /** Where someone cut lines out of a listing; of lines picked by grep, already at the first. After the first cut, numbers are not known by counting. */
  readonly cuts: readonly LineRef[];
  readonly at: LineRef;
}

export interface Rule {
  /** Position in the chain counted from 1, as TRACE counts; null after a cut in a listing without --line-numbers. */
  readonly number: number | null;
  /** nft's handle (`# handle 12`); null where the dump has none. */
  readonly handle: number | null;
  /** The rule as the customer's file has it, for iptables without the counter: `-A FORWARD -i eth0 -j ACCEPT`. */
  readonly text: string;
  readonly spec: RuleSpec;
  readonly counter: Counter | null;
  readonly at: LineRef;
}

/** The tool whose words a rule is in; arptables has those of ebtables. */
export type Dialect = 'iptables' | 'nft' | 'ebtables';

/** What a rule says, typed: the text is for showing and for evidence alone. */
export interface RuleSpec {
  readonly dialect: Dialect;
  /** In the rule's order. All must hold. */
  readonly conditions: readonly Condition[];
  /** In the rule's order; a rule of iptables has at most one. */
  readonly statements: readonly PlacedStatement[];
  /**
   * Whether a glance at its text shows that no statement is of that kind: of 100,000 rules, those that are not need not be
   * read. Missing, like false, says nothing.
   */
  lacks?(kind: RareStatement): boolean;
}

/** What all rules of a bundle are searched for; a verdict: accept, drop or return; a refusal: drop or reject. */
export type RareStatement = 'log' | 'trace' | 'verdict' | 'refusal';

/** A statement is done as soon as the conditions before it hold, whether or not those after it do (nft). */
export type PlacedStatement = Statement & {
  /** How many of the rule's conditions stand before it; that of iptables comes after all, however many. */
  readonly after: number;
};

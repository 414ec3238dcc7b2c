import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';

/** Packets and bytes (IP total length) that a rule or policy has counted. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** All tables that one dump shows. Two dumps of one host are two rulesets. */
export interface Ruleset {
  readonly family: Family;
  /** Which kernel side holds the rules; a listing does not say. */
  readonly backend: 'legacy' | 'nft' | 'unknown';
  readonly source: 'iptables-save' | 'iptables-list';
  readonly file: string;
  readonly tables: readonly Table[];
}

export interface Table {
  readonly name: string;
  readonly chains: readonly Chain[];
  readonly at: LineRef;
}

/** A chain of one table. A chain is built-in (a base chain on a hook) or user-defined. */
export interface Chain {
  readonly name: string;
  /** The policy of a built-in chain; null for a user-defined chain, which returns at its end. */
  readonly policy: 'ACCEPT' | 'DROP' | null;
  /** What the policy has counted; null where the dump has no counter for it. */
  readonly policyCounter: Counter | null;
  readonly rules: readonly Rule[];
  /** Where someone cut lines out of a listing. Behind the first cut, numbers are not known by counting. */
  readonly cuts: readonly LineRef[];
  readonly at: LineRef;
}

export interface Rule {
  /** Position in the chain counted from 1, as TRACE counts; null behind a cut in a listing without --line-numbers. */
  readonly number: number | null;
  /** The rule as the customer's file has it, without the counter: `-A FORWARD -i eth0 -j ACCEPT`. */
  readonly text: string;
  readonly conditions: readonly Condition[];
  /** Null for a rule without a target: it only counts. */
  readonly target: Target | null;
  readonly counter: Counter | null;
  readonly at: LineRef;
}

/**
 * One condition of a rule, in iptables' own option names whatever the source (`--dport` also for `dpt:` of a listing).
 * `module` is the match that owns the option (`tcp`, `conntrack`), null for the header options -p -s -d -i -o -f.
 * A match without options (`-m comment` excepted, whose text is an option) is a condition with option ''.
 * What is not understood is `option: '?'` with the raw words as values: it can neither be said to match nor not to.
 */
export interface Condition {
  readonly module: string | null;
  readonly option: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** What a rule does: `-j NAME` or `-g NAME`, with the target's own options in order (`--to-destination`, `10.0.0.1:80`). */
export interface Target {
  readonly kind: 'jump' | 'goto';
  readonly name: string;
  readonly options: readonly string[];
}

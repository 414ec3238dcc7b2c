import type { Ground, RulePlace } from './cause.ts';
import type { OpenFact } from './open-fact.ts';
import type { PlaceKind } from './trace.ts';
import type { NotReplayableWhy, WhatIfOpen } from './what-if.ts';

/**
 * Why a journey's end is not known, or what its disposition does not say. Chains are named `filter/FORWARD`. Plain
 * data: its sentences are made by `Words`.
 */
export type EndNote =
  /** The log begins in a chain that nothing ties to a hook. */
  | { readonly kind: 'partial-path' }
  /** The last step lets the packet go on. `rulesChanged`: the ruleset is not the one of the log. */
  | { readonly kind: 'nothing-follows-step'; readonly step: StepPlace; readonly rulesChanged: boolean }
  /** `chain` should have logged the packet; null where only some rule would have. */
  | { readonly kind: 'lines-missing'; readonly chain: string | null; readonly rulesChanged: boolean }
  /** No line follows, but other packets of the log lack lines as well. */
  | { readonly kind: 'lines-lost'; readonly chain: string | null }
  | { readonly kind: 'log-ends-before'; readonly chain: string }
  | { readonly kind: 'log-ends-before-routing' }
  | { readonly kind: 'log-ends-before-log-rule' }
  | { readonly kind: 'log-ends-at'; readonly step: StepPlace }
  /**
   * Passed PREROUTING and was not seen again; `awaited` would have logged it, null where no chain is known to. `routed`:
   * by the bundle's files the routing decision passed it on.
   */
  | { readonly kind: 'lost-after-prerouting'; readonly awaited: string | null; readonly routed: boolean }
  /** Chains of that backend are at work as well, and neither the trace nor the bundle shows all of them. */
  | { readonly kind: 'backend-not-listed'; readonly side: 'legacy' | 'nft' }
  /** The routing decision depends on what the bundle lacks. */
  | {
      readonly kind: 'routing-undecided';
      readonly awaited: string | null;
      readonly facts: readonly OpenFact[];
    }
  /** Passed PREROUTING by the lines of LOG rules; `places`: rules ahead that could have ended it as well. */
  | { readonly kind: 'unlogged-after-prerouting'; readonly places: readonly RulePlace[] }
  | { readonly kind: 'unexplained-after-prerouting' }
  /** The ruleset has the policy as ACCEPT, but its table has changed since the log. */
  | { readonly kind: 'policy-unknown'; readonly chain: string }
  | { readonly kind: 'origin-unknown' }
  | {
      readonly kind: 'last-step-unknown';
      readonly step: StepPlace;
      readonly why: 'ruleset-changed' | 'no-ruleset';
    }
  /** The verdict of the rule that matched last is not known. */
  | { readonly kind: 'verdict-unknown'; readonly step: StepPlace; readonly text: string }
  | { readonly kind: 'came-to-chain'; readonly chain: string }
  /** The last line is of a LOG rule that the bundle does not show. */
  | { readonly kind: 'unknown-log-rule'; readonly prefix: string; readonly chain: string }
  /**
   * No file of the bundle shows the rule that logged the packet. `owner`: the program whose rules log so; `word`: what
   * the prefix's author says. `reset`: the log shows the host answer with a RST.
   */
  | {
      readonly kind: 'unlisted-log-rule';
      readonly prefix: string;
      readonly owner: string | null;
      readonly word: 'drop' | 'reject' | 'accept' | 'invalid' | null;
      readonly reset: boolean;
    }
  /** That rule ended the packet's trace, or may have; what the rules after it did is not known. */
  | { readonly kind: 'trace-switched-off'; readonly place: RulePlace }
  /** After its last line the packet may have met that rule, or gone on. */
  | { readonly kind: 'may-have-ended'; readonly place: RulePlace }
  /** The rules after its last line are not known, or not in the bundle; `place` is one that it may have met before. */
  | { readonly kind: 'came-to-unknown-rules'; readonly place: RulePlace | null }
  | { readonly kind: 'passed-bridge-chain'; readonly chain: string }
  /** Handed to a program, whose verdict no line shows. `rule` is its text, null where the log itself shows the step. */
  | {
      readonly kind: 'queued';
      readonly place: RulePlace;
      readonly certain: boolean;
      readonly grounds: readonly Ground[];
      readonly text: string | null;
    }
  /** IPsec policies refused packets after INPUT, by the kernel's counter; the bundle does not list them. */
  | { readonly kind: 'may-have-been-refused-by-ipsec'; readonly counter: string }
  /** Packets were dropped on that interface, and nothing tells which. */
  | { readonly kind: 'may-have-been-dropped-leaving'; readonly interface: string }
  | { readonly kind: 'not-captured-leaving'; readonly interface: string }
  /** The capture of its way out shows fewer packets that look like it than the log has: none, or not which ones. */
  | { readonly kind: 'fewer-captured-leaving'; readonly interface: string }
  /** Of a packet walked through changes that nobody made: how it would end is not certain. */
  | { readonly kind: 'may-change'; readonly open: WhatIfOpen }
  /** The same, where its walk through the configuration as it was does not agree with the log. */
  | { readonly kind: 'walk-proves-nothing'; readonly why: NotReplayableWhy }
  /** The packet's log is not what was packed; `note` is what else there is to say. */
  | { readonly kind: 'damaged-log'; readonly note: EndNote | null }
  /** `lines`: those after `chain` were lost, or there is no rule to write them, or none is missing. */
  | {
      readonly kind: 'captured-leaving';
      readonly interface: string;
      readonly lines: 'missing' | 'none-expected' | 'complete';
      readonly chain: string;
    };

/** A step as the log names it: `filter/FORWARD rule:3`. */
export interface StepPlace {
  readonly table: string;
  readonly chain: string;
  readonly kind: PlaceKind;
  readonly number: number | null;
}

import type { Condition, Counter, Target } from '../../../model/ruleset.ts';

/** A statement of a rule: what it does, and where the words go on behind it. */
export interface Statement {
  readonly next: number;
  /** Ends the rule. */
  readonly verdict?: Target;
  /** iptables' name of a target that does the same and goes on (LOG, MARK). */
  readonly action?: string;
  /** What it does, as options of the target in iptables' names where there are any. */
  readonly options?: readonly string[];
  /** A statement can hold the rule up as well: a limit, a quota, a set that is full. */
  readonly conditions?: readonly Condition[];
  readonly counter?: Counter;
}

import type { Verdict } from '../../model/verdict.ts';
import type { Branch } from './branch.ts';

/** A packet that a statement with a verdict was applied to, and how its way goes on. */
export interface Applied {
  readonly branch: Branch;
  /** Null: that is not known. `leaves-rule`: the rule ends as if it had not matched. */
  readonly verdict: Verdict | 'leaves-rule' | null;
}

import type { PolicyCount, RuleCount } from '../../../core/index.ts';
import type { RuleColumn, Sort } from '../sort-columns.ts';

export interface RulesAsk {
  readonly text: string;
  /** `never`: no packet can match them, as `neverMatching` found. */
  readonly show: 'all' | 'hit' | 'not hit' | 'never';
  /** Null for the order of the chains. */
  readonly sort: Sort<RuleColumn> | null;
  readonly from: number;
  readonly to: number;
}

export interface RulesAnswer {
  readonly count: number;
  readonly rows: readonly RuleRow[];
}

export type RuleRow =
  | ({
      readonly kind: 'rule';
      /** Why no packet can match it, as a sentence; null where one can, or nobody has looked yet. */
      readonly never: string | null;
    } & RuleCount)
  | ({ readonly kind: 'policy' } & PolicyCount);

export interface EdgeRule {
  /** The rule as the bundle has it, or `policy ACCEPT`, `end of chain`. */
  readonly text: string;
  readonly number: number | null;
  readonly packets: number;
}

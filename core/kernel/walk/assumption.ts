import type { AssumedFact } from '../../model/assumed.ts';
import type { Condition, MapValue, SetReference } from '../../model/condition.ts';
import type { Premise } from '../../model/open-fact.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Dialect } from '../../model/ruleset.ts';
import type { PossibleDecision } from '../routing/routing-result.ts';

/** Which rule: its number from 1, its table and its chain. */
export interface WalkedRule {
  readonly table: string;
  readonly chain: string;
  readonly number: number;
}

/** What a branch of a walk takes for granted, since nothing known decides it. */
export type WalkAssumed =
  /** A condition of a rule, whether it is negated there or not. */
  | { readonly kind: 'condition'; readonly dialect: Dialect; readonly condition: Condition; readonly holds: boolean; readonly at: WalkedRule }
  /** What a map of nft has for the packet; `value` null where it has nothing for it. */
  | { readonly kind: 'map-value'; readonly fields: readonly Field[]; readonly map: SetReference; readonly value: MapValue | null; readonly at: WalkedRule }
  /** Of the rules that lead to a chain, the one that the packet came by. */
  | { readonly kind: 'caller'; readonly chain: string; readonly at: WalkedRule }
  /** A routing decision that is possible, and what it rests on. */
  | { readonly kind: 'routing'; readonly decision: PossibleDecision['decision']; readonly premises: readonly Premise[] }
  | AssumedFact; // prettier-ignore

/** An assumption with the question that it answers: equal questions have equal answers within a branch. */
export interface WalkAssumption {
  readonly question: string;
  /** There are other answers, which can't be listed: nothing that rests on it is certain. */
  readonly isPresumed: boolean;
  readonly assumed: WalkAssumed;
  /** Which of the possible answers it is, from 0. */
  readonly answer: number;
}

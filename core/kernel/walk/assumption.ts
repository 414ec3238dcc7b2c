import type { Condition, MapValue, SetReference } from '../../model/condition.ts';
import type { Premise } from '../../model/open-fact.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Dialect } from '../../model/ruleset.ts';
import type { PossibleDecision } from '../routing/routing-result.ts';

/** Which rule: its number from 1, its table and its chain. */
export interface RulePlace {
  readonly table: string;
  readonly chain: string;
  readonly number: number;
}

/** What a branch of a walk takes for granted, since nothing known decides it. */
export type Assumed =
  /** A condition of a rule, whether it is negated there or not. */
  | { readonly kind: 'condition'; readonly dialect: Dialect; readonly condition: Condition; readonly holds: boolean; readonly at: RulePlace }
  /** What a map of nft has for the packet; `value` null where it has nothing for it. */
  | { readonly kind: 'map-value'; readonly fields: readonly Field[]; readonly map: SetReference; readonly value: MapValue | null; readonly at: RulePlace }
  | { readonly kind: 'policy'; readonly table: string; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' }
  /** A chain that the bundle does not have gives the packet back. */
  | { readonly kind: 'missing-chain'; readonly table: string; readonly chain: string }
  /** Of the rules that lead to a chain, the one that the packet came by. */
  | { readonly kind: 'caller'; readonly chain: string; readonly at: RulePlace }
  | { readonly kind: 'socket'; readonly address: string; readonly port: string; readonly listens: boolean }
  | { readonly kind: 'destination'; readonly dst: string | null; readonly isOwn: boolean }
  /** A routing decision that is possible, and what it rests on. */
  | { readonly kind: 'routing'; readonly decision: PossibleDecision['decision']; readonly premises: readonly Premise[] }
  | { readonly kind: 'next-hop'; readonly via: string | null; readonly dev: string | null }
  | { readonly kind: 'neighbour'; readonly address: string; readonly dev: string }
  /** NAT does nothing to the connection that the packet belongs to. */
  | { readonly kind: 'untranslated' }
  /** No other connection to `dst` has the tuple that a rule of nat leaves. */
  | { readonly kind: 'free-tuple'; readonly dst: string | null; readonly address: string | null; readonly port: number | null }
  /** IP sees the packet come in by the port, not by what the port belongs to. */
  | { readonly kind: 'own-interface'; readonly dev: string | null; readonly master: string }
  /** A chain of some interface, which the bundle does not name, hangs on `dev`. */
  | { readonly kind: 'device-chain'; readonly table: string; readonly chain: string; readonly dev: string; readonly isHooked: boolean }
  /** The rules for frames let it in. */
  | { readonly kind: 'bridge'; readonly dev: string | null }; // prettier-ignore

/** An assumption with the question that it answers: equal questions have equal answers within a branch. */
export interface WalkAssumption {
  readonly question: string;
  /** There are other answers, which can't be listed: nothing that rests on it is certain. */
  readonly isPresumed: boolean;
  readonly assumed: Assumed;
  /** Which of the possible answers it is, from 0. */
  readonly answer: number;
}

import type { RulePlace } from './cause.ts';
import type { Premise } from './open-fact.ts';
import type { RoutedTo } from './routed-to.ts';

/** What a way of a simulated packet takes for granted, since nothing known decides it. */
export type Assumed =
  /** A condition of a rule, as the rule's dialect prints it. */
  | { readonly kind: 'condition'; readonly words: string; readonly holds: boolean; readonly at: RulePlace }
  /** What a map of nft has for the packet; `value` null where it has nothing for it. */
  | { readonly kind: 'map-value'; readonly words: string; readonly value: string | null; readonly at: RulePlace }
  /** Of the rules that lead to a chain, the one that the packet came by. */
  | { readonly kind: 'caller'; readonly chain: string; readonly at: RulePlace }
  /** A routing decision that is possible, and what it rests on. */
  | { readonly kind: 'routing'; readonly decision: RoutedTo; readonly premises: readonly Premise[] }
  | AssumedFact; // prettier-ignore

/** What needs no translation from the walk, which has conditions and decisions typed, to whoever tells it. */
export type AssumedFact =
  | { readonly kind: 'policy'; readonly table: string; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' }
  /** A chain that the bundle does not have gives the packet back. */
  | { readonly kind: 'missing-chain'; readonly table: string; readonly chain: string }
  | { readonly kind: 'socket'; readonly address: string; readonly port: string; readonly listens: boolean }
  | { readonly kind: 'destination'; readonly dst: string | null; readonly isOwn: boolean }
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

import type { BridgePort, Condition } from '../../model/condition.ts';
import type { Because, Field, Side } from '../../model/rule-field.ts';
import type { Holds } from '../match/holds.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import type { Reading } from './reading.ts';

/** What one condition of a rule comes to for a packet, and why. */
export interface Judgement {
  readonly verdict: Holds;
  readonly why: Why;
}

/** What decided a condition, or what is missing for that. `core/dialects/mismatch.ts` makes it printable. */
export type Why =
  /** What the packet has in the field; `understood` is false where a value of the rule can't be read. */
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly readings: readonly Reading[];
      readonly understood: boolean;
    }
  /** Whether a key is in a set of nft. `set` is null for one that stands in the rule. */
  | {
      readonly kind: 'set';
      readonly set: string | null;
      readonly key: readonly Reading[];
      readonly answer: 'in' | 'not-in' | 'not-known' | 'comes-and-goes' | 'not-in-bundle';
    }
  /** What the packet has as that field of a key is not known. */
  | { readonly kind: 'key-unknown'; readonly field: Field }
  | { readonly kind: 'ports'; readonly ports: readonly number[]; readonly isFragment: boolean }
  | {
      readonly kind: 'ipset';
      readonly set: string;
      readonly sides: readonly string[];
      readonly packet: Pick<MatchPacket, 'src' | 'dst' | 'sport' | 'dport' | 'protocol'>;
      readonly answer: Holds;
    }
  /** `type` null: what the address is for the host is not known; `address` null: the packet's isn't. */
  | {
      readonly kind: 'address-type';
      readonly side: Side;
      readonly address: string | null;
      readonly type: string | null;
    }
  /** IPv6 decides some types by the address alone. */
  | { readonly kind: 'address-itself'; readonly address: string }
  | {
      readonly kind: 'reverse-path';
      readonly src: string | null;
      readonly inInterface: string | null;
      readonly suits: Holds;
    }
  | { readonly kind: 'bridge-port'; readonly ask: BridgePort; readonly port: string | null }
  | { readonly kind: 'tcp-options'; readonly options: readonly number[] | null; readonly isFragment: boolean }
  | { readonly kind: 'socket'; readonly exists: Holds }
  /** Whatever the packet is. */
  | { readonly kind: 'every-packet' }
  | { readonly kind: 'undecidable'; readonly because: Because }
  | { readonly kind: 'hidden-interfaces' }
  | { readonly kind: 'unknown-words' };

/** How one kind of condition is decided. */
export type Judge<K extends Condition['kind']> = (
  condition: Extract<Condition, { kind: K }>,
  packet: MatchPacket,
  facts: MatchFacts,
) => Judgement;

/** What holds before the condition's `!`, which turns yes and no around. */
export function negate(holds: Holds, negated: boolean): Holds {
  if (holds === 'unknown' || !negated) return holds;
  return holds === 'yes' ? 'no' : 'yes';
}

/** What is certain where each answer may be the right one. */
export function agreed(answers: Iterable<Holds>): Holds {
  let common: Holds | null = null;
  for (const answer of answers) {
    if (common !== null && answer !== common) return 'unknown';
    common = answer;
  }
  return common ?? 'unknown';
}

/** Fragments after the first have no transport header: its matches never select them, negated or not. */
export function isLaterFragment({ fragmentOffset }: MatchPacket): boolean {
  return fragmentOffset !== null && fragmentOffset > 0;
}

import type { Because, Field, Side } from './rule-field.ts';
import type { Value } from './rule-value.ts';

/**
 * One condition of a rule, whatever the dialect it was written in. All conditions of a rule must hold; what is not
 * understood is a member of its own, and can neither be said to hold nor not to.
 */
export type Condition =
  | Comparison
  | SetLookup
  /** `--ports 53,123`: one of the two ports is among them. */
  | (Negatable & { readonly kind: 'either-port'; readonly values: readonly Value[] })
  /** `--match-set allowed src,dst`: a set of ipset(8); one side for each of its dimensions. */
  | (Negatable & {
      readonly kind: 'ipset';
      readonly name: string;
      readonly sides: readonly string[];
      /** More that is asked of the entry: its counters, or that it is an exception. */
      readonly entryAsked: readonly string[];
    })
  /** What the host's table local makes of an address: `LOCAL`, `BROADCAST`. */
  | (Negatable & {
      readonly kind: 'address-type';
      readonly side: Side;
      readonly types: readonly string[];
      /** Only what is so on the input or output interface counts. */
      readonly limitedTo: 'in' | 'out' | null;
    })
  /** There is a route back to the source: `-m rpfilter`, `fib saddr . iif oif exists`. */
  | (Negatable & {
      readonly kind: 'reverse-path';
      /** By whichever interface; else by the input interface. */
      readonly loose: boolean;
      /** The packet's mark counts in the lookup. */
      readonly byMark: boolean;
      readonly acceptsLocal: boolean;
    })
  /** The bridge's port by which a frame came or leaves; `name` null asks only whether there is one. */
  | (Negatable & { readonly kind: 'bridge-port'; readonly ask: BridgePort; readonly name: Value | null })
  | (Negatable & { readonly kind: 'tcp-option'; readonly option: number })
  | (Negatable & { readonly kind: 'socket-exists' })
  /** One packet in `every` (the `packet`th, from 0), or with a probability. */
  | (Negatable & { readonly kind: 'nth'; readonly every: number; readonly packet: number })
  | (Negatable & { readonly kind: 'chance'; readonly probability: number })
  /** Holds for every packet. */
  | { readonly kind: 'comment'; readonly text: string }
  /** `name` is the match or statement (`limit`, `recent`), `words` all of it as its dialect has it. */
  | { readonly kind: 'undecidable'; readonly name: string; readonly because: Because; readonly words: string }
  /** `iptables -L` without `-v` hides `-i` and `-o`: the rule may have them. */
  | { readonly kind: 'hidden-interfaces' }
  | { readonly kind: 'unknown'; readonly words: string };

export interface Negatable {
  readonly negated: boolean;
}

export type BridgePort = 'in' | 'out' | 'is-in' | 'is-out' | 'is-bridged';

/** A field has one of the values. */
export interface Comparison extends Negatable {
  readonly kind: 'compare';
  readonly field: Field;
  /** The bits of the field that count; null for all. */
  readonly mask: number | null;
  readonly values: readonly Value[];
  /** Written as a set or list, also of one: `{ 22 }`, `--dports 22`. */
  readonly isSet: boolean;
  /**
   * What comes of a packet that lacks the field: it fails the condition, negated or not (nft, and most matches of
   * iptables); it fulfils it whatever is asked; or its lack counts as another value, which a negation selects.
   */
  readonly lacking: 'fails' | 'holds' | 'differs';
  /** Not written but taken for granted by the condition that follows: `tcp dport 22` needs TCP. */
  readonly implied: boolean;
}

/** The key that fields of the packet make is in a set (or a map, as a key) of nft. */
export interface SetLookup extends Negatable {
  readonly kind: 'lookup';
  readonly fields: readonly Field[];
  readonly set: SetReference;
  /** How the rule uses it: asks whether the key is there, or takes what a map has for it. */
  readonly use: 'set' | 'vmap';
}

/** `@allowed`, or the elements that stand in the rule itself. */
export type SetReference =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'listed'; readonly elements: readonly ListedElement[] };

/** An element of a set in a rule: a value for each part of the key, and what a map has for it. */
export interface ListedElement {
  readonly key: readonly Value[];
  readonly value: MapValue | null;
}

/** What a map leads to: a verdict, or values, one for each part. Null-like words that are not understood stay words. */
export type MapValue =
  | { readonly kind: 'verdict'; readonly verdict: MapVerdict }
  | { readonly kind: 'values'; readonly values: readonly Value[] };

/** The verdicts that a map can have. */
export type MapVerdict =
  | { readonly kind: 'accept' | 'drop' | 'return' | 'continue' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'queue'; readonly first: number; readonly last: number; readonly bypass: boolean };

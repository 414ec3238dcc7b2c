import type { BridgePort } from './condition.ts';
import type { Because, Field, Side } from './rule-field.ts';

/** A condition of a rule that did not hold for a packet, or that can't be decided. */
export interface Mismatch {
  /** The condition as the rule's dialect prints it. */
  readonly needs: string;
  readonly why: MismatchReason;
}

/** What the packet has instead, or what is missing to tell. */
export type MismatchReason =
  /** `doubt`: the address or that of the rule is redacted, or the rule's value can't be read. */
  | {
      readonly kind: 'has';
      readonly owner: 'packet' | 'connection';
      readonly values: readonly Held[];
      readonly doubt: 'redacted' | 'not-understood' | null;
    }
  | { readonly kind: 'lacks'; readonly lack: Lack }
  | { readonly kind: 'field-unknown'; readonly field: Field }
  | { readonly kind: 'connection-unknown' }
  /** The states, one of which is the packet's; `negated`: the rule wants others. */
  | { readonly kind: 'states'; readonly states: readonly string[]; readonly negated: boolean }
  /** Whether a key is in a set of nft. `set` is null for one that stands in the rule. */
  | {
      readonly kind: 'set';
      readonly set: string | null;
      readonly key: readonly Held[];
      readonly answer: 'in' | 'not-in' | 'not-known' | 'comes-and-goes' | 'not-in-bundle';
    }
  /** Null where they are not known. */
  | { readonly kind: 'ports'; readonly ports: readonly number[] | null }
  | {
      readonly kind: 'ipset';
      readonly set: string;
      readonly sides: readonly HeldSide[];
      readonly answer: 'yes' | 'no' | 'unknown';
    }
  /** `type` null: what the address is for the host is not known; `address` null: the packet's isn't. */
  | {
      readonly kind: 'address-type';
      readonly side: Side;
      readonly address: string | null;
      readonly type: string | null;
    }
  | {
      readonly kind: 'reverse-path';
      readonly src: string | null;
      readonly inInterface: string | null;
      readonly suits: 'yes' | 'no' | 'unknown';
    }
  /** `port` is '' where the frame has none on that side, null where it is not known. */
  | { readonly kind: 'bridge-port'; readonly ask: BridgePort; readonly port: string | null }
  | { readonly kind: 'tcp-options'; readonly options: readonly number[] | null }
  | { readonly kind: 'socket'; readonly exists: 'yes' | 'no' | 'unknown' }
  | { readonly kind: 'undecidable'; readonly because: Because }
  | { readonly kind: 'every-packet' | 'hidden-interfaces' | 'unknown-words' };

/** Why a packet lacks a field. */
export type Lack =
  'fragment' | 'no-connection' | 'no-ethernet-header' | 'no-local-process' | 'other-protocol';

/** A value that a packet has, as its field's tools print it. */
export type Held =
  /** `of` names what the number is of where the value alone would not show it. */
  | {
      readonly kind: 'value';
      readonly text: string;
      readonly of: 'mark' | 'ct-mark' | 'ttl' | 'hop-limit' | 'dscp' | 'fragment-offset' | null;
    }
  /** `code` is null where only the type is asked for. */
  | { readonly kind: 'icmp'; readonly type: number | null; readonly code: number | null }
  | { readonly kind: 'no-interface'; readonly side: 'in' | 'out' }
  | { readonly kind: 'no-flags' | 'other' | 'nothing' | 'unknown' };

/** What a packet has on a side that an ipset asks for; null for what is not known. */
export interface HeldSide {
  readonly side: string;
  readonly address: string | null;
  readonly port: number | null;
  readonly protocol: string | null;
}

import type { Cause, CauseKind } from './cause.ts';
import type { Disposition } from './disposition.ts';
import type { FlowMistake, FlowSelector } from './flow-selector.ts';

/** What somebody says of a capture: all packets of that flow end so. */
export interface Expectation {
  /** As it was said. */
  readonly text: string;
  readonly flow: FlowSelector;
  readonly disposition: Disposition;
  /** Null where any cause will do. */
  readonly cause: CauseKind | null;
}

/** Why a text says nothing that can be checked. */
export type ExpectationMistake =
  | FlowMistake
  | { readonly wrong: 'disposition' | 'cause'; readonly word: string; readonly choices: readonly string[] };

/** How one packet ended, as far as it is known. */
export interface PacketEnd {
  /** The packet's number, from 1. */
  readonly packet: number;
  readonly disposition: Disposition;
  readonly cause: Pick<Cause, 'kind' | 'table' | 'chain' | 'rule' | 'confidence'> | null;
}

/** What a capture says to an expectation. Of several packets, `example` is the first that speaks against it. */
export type ExpectationAnswer =
  | { readonly kind: 'holds'; readonly packets: number }
  | {
      readonly kind: 'contradicted' | 'not-shown';
      readonly packets: number;
      readonly of: number;
      readonly example: PacketEnd;
    }
  | { readonly kind: 'no-packet' }
  /** The log was not read to its end, so that packets of the flow may stand in its rest. */
  | { readonly kind: 'partly-read' };

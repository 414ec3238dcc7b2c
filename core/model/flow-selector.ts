import type { AddressValue } from './address-value.ts';

/** One end of a flow; null for any address, any port. */
export interface FlowEnd {
  /** A prefix, its host bits 0. */
  readonly net: { readonly value: AddressValue; readonly length: number } | null;
  readonly port: number | null;
}

/** The flows that somebody asks about: `tcp 10.1.0.2 > 10.2.0.0/24:443`. */
export interface FlowSelector {
  /** As it was asked for. */
  readonly text: string;
  /** By its number (IANA); null for any. */
  readonly protocol: number | null;
  readonly src: FlowEnd;
  readonly dst: FlowEnd;
}

/** What is wrong with the text of a flow; `word` is the one that can't be read. */
export interface FlowMistake {
  readonly wrong: 'shape' | 'protocol' | 'address' | 'port' | 'families' | 'no-ports';
  readonly word: string;
}

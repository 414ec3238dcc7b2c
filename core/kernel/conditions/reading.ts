import type { AddressValue } from '../../model/address-value.ts';
import type { Lack } from '../../model/mismatch.ts';

/** What a packet has in a field. Where several are possible, each is one reading. */
export type Reading =
  /** `unknownBits`: those of the number that are not known, 0 for none. */
  | { readonly kind: 'number'; readonly number: number; readonly unknownBits: number }
  /** `value` is null for a redacted address. */
  | { readonly kind: 'address'; readonly text: string; readonly value: AddressValue | null }
  /** '' where the hook has no such interface. */
  | { readonly kind: 'name'; readonly name: string }
  /** `NEW`, and what else it may be called: a translated connection is `DNAT` besides. */
  | {
      readonly kind: 'symbols';
      readonly symbols: readonly string[];
      readonly unsure: readonly string[] | 'others';
    }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'absent'; readonly why: Lack }
  | { readonly kind: 'unknown' };

export const unknownReading: Reading = { kind: 'unknown' };

export function numberReading(number: number | null, unknownBits = 0): Reading {
  return number === null ? unknownReading : { kind: 'number', number, unknownBits };
}

export function absent(why: Lack): Reading {
  return { kind: 'absent', why };
}

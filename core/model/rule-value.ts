import type { AddressValue } from './address-value.ts';

/** What a field is compared with or set to. Ranges include both ends. */
export type Value =
  /** `*` of a set, `any` of an ICMP type: holds for every packet that has the field. */
  | { readonly kind: 'any' }
  | { readonly kind: 'number'; readonly first: number; readonly last: number }
  /** The address has the base's bits where the mask has ones; the mask need not be contiguous. */
  | { readonly kind: 'network'; readonly base: AddressValue; readonly mask: AddressValue }
  | { readonly kind: 'addresses'; readonly first: AddressValue; readonly last: AddressValue }
  /** The name of an interface, or (`isPrefix`) how it begins. */
  | { readonly kind: 'name'; readonly name: string; readonly isPrefix: boolean }
  /** One of a few words that the kernel knows: `NEW`, `unicast`, `ipv4`, `52:54:00:a7:40:88`. */
  | { readonly kind: 'symbol'; readonly symbol: string }
  /** What was not understood, or stands redacted in the file: only equality can be said of it. */
  | { readonly kind: 'word'; readonly word: string };

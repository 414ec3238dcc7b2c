import type { AddressValue } from '../../kernel/address.ts';

/** An address as its bits in order: 32 or 128 characters `0` and `1`. Prefixes are beginnings of such a string. */
export type Bits = string;

/** The bits of an address. */
export function bitsOf(address: AddressValue): Bits {
  return address.toString(2).padStart(typeof address === 'number' ? 32 : 128, '0');
}

/** The address of 32 or 128 bits. */
export function addressOf(bits: Bits): AddressValue {
  return bits.length === 32 ? Number.parseInt(bits, 2) : BigInt(`0b${bits}`);
}

/** The bits of a prefix in text that is known to be one: `10.0.0.0/8`. */
export function prefixBits(address: AddressValue, length: number): Bits {
  return bitsOf(address).slice(0, length);
}

import type { AddressValue } from '../address.ts';
import { maskAddress, parseAddress, widthOf } from '../address.ts';

/**
 * Whether an address is in the network of a rule (`10.1.0.0/24`, `10.0.0.1/255.0.0.255`, `fd00::/16`); null where one
 * of the two is redacted, unless they are equal letter by letter and the word stands for one address only.
 */
export function inNetwork(network: string, address: string): boolean | null {
  const [base = '', mask, more] = network.split('/');
  if (base === address && more === undefined && !isMasked(address)) return true;
  const value = parseAddress(base);
  const bits = value === null ? null : maskOf(mask, value);
  // 0.0.0.0/0 holds every address, also one that is redacted.
  if (bits !== null && (bits === 0 || bits === 0n)) return true;
  const own = parseAddress(address);
  if (value === null || own === null || bits === null || more !== undefined) return null;
  return typeof own === typeof value && and(own, bits) === and(value, bits);
}

/** Whether an address is in `FIRST-LAST`, both included; a single address is a range of one. Null: redacted. */
export function inAddressRange(range: string, address: string): boolean | null {
  const [first = '', last = first] = range.split('-');
  if ((first === address || last === address) && !isMasked(address)) return true;
  const [low, high, own] = [first, last, address].map(parseAddress);
  if (!isKnown(low) || !isKnown(high) || !isKnown(own)) return null;
  return typeof own === typeof low && typeof own === typeof high && low <= own && own <= high;
}

/** `xxx.xxx.xxx.113`: many addresses have that one mask. */
function isMasked(address: string): boolean {
  return /^[x*]{1,3}\./i.test(address);
}

function isKnown(address: AddressValue | null | undefined): address is AddressValue {
  return address !== null && address !== undefined;
}

/** A length, or a mask in the address's own notation, which need not be contiguous. */
export function maskOf(mask: string | undefined, address: AddressValue): AddressValue | null {
  const width = widthOf(address);
  const all = width === 32 ? 0xffffffff : (1n << 128n) - 1n;
  if (mask === undefined) return all;
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= width ? maskAddress(all, Number(mask)) : null;
  const bits = parseAddress(mask);
  return typeof bits === typeof address ? bits : null;
}

function and(one: AddressValue, other: AddressValue): AddressValue {
  return typeof one === 'bigint' || typeof other === 'bigint'
    ? BigInt(one) & BigInt(other)
    : (one & other) >>> 0;
}

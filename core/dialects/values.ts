import { formatAddress, maskAddress, parseAddress, widthOf } from '../kernel/address.ts';
import type { AddressValue } from '../model/address-value.ts';
import type { Value } from '../model/rule-value.ts';

/** `80`, or both ends of a range. */
export function numberValue(first: number, last = first): Value {
  return { kind: 'number', first, last };
}

export function symbolValue(symbol: string): Value {
  return { kind: 'symbol', symbol };
}

export function wordValue(word: string): Value {
  return { kind: 'word', word };
}

/** `10`, `0x1f`; null for anything else, and for more than 32 bits. */
export function readNumber(text: string): number | null {
  if (!/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return null;
  const number = Number(text);
  return number <= 0xffffffff ? number : null;
}

/** `40`, or `40:60` with that separator, either end left out for `lowest` or `highest`. */
export function readRange(
  text: string,
  separator: ':' | '-',
  [lowest, highest]: readonly [number, number],
  numberOf: (word: string) => number | null = readNumber,
): Value {
  const [first = '', last, more] = text.split(separator);
  const low = first === '' && last !== undefined ? lowest : numberOf(first);
  const high = last === undefined ? low : last === '' ? highest : numberOf(last);
  return low === null || high === null || more !== undefined || text === separator
    ? wordValue(text)
    : numberValue(low, high);
}

/** `10.1.0.0/24`, `10.0.0.1/255.0.0.255`, `fd00::/16`, an address alone; a redacted one stays a word. */
export function readNetwork(text: string): Value {
  const [written = '', mask, more] = text.split('/');
  const base = parseAddress(written);
  if (base === null) return wordValue(written);
  const bits = maskOf(mask, base);
  return bits === null || more !== undefined ? wordValue(text) : { kind: 'network', base, mask: bits };
}

/** `FIRST-LAST`; a single address is a range of one. */
export function readAddresses(text: string): Value {
  const [from = '', to = from] = text.split('-');
  const [first, last] = [parseAddress(from), parseAddress(to)];
  return first === null || last === null || typeof first !== typeof last
    ? wordValue(from === to ? from : text)
    : { kind: 'addresses', first, last };
}

/** A length, or a mask in the address's own notation, which need not be contiguous. */
function maskOf(mask: string | undefined, address: AddressValue): AddressValue | null {
  const width = widthOf(address);
  const all = width === 32 ? 0xffffffff : (1n << 128n) - 1n;
  if (mask === undefined) return all;
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= width ? maskAddress(all, Number(mask)) : null;
  const bits = parseAddress(mask);
  return typeof bits === typeof address ? bits : null;
}

/** The length of a mask whose ones all come first; null for others. */
export function lengthOfMask(mask: AddressValue): number | null {
  const width = widthOf(mask);
  const bits = BigInt(mask);
  const zeroes = (1n << BigInt(width)) - 1n - bits;
  if ((zeroes & (zeroes + 1n)) !== 0n) return null;
  return width - (zeroes === 0n ? 0 : zeroes.toString(2).length);
}

/** `10.1.0.0/24`, `10.0.0.1/255.0.0.255`; of one address, its length only where the dialect prints it. */
export function networkText(base: AddressValue, mask: AddressValue, showsHostLength: boolean): string {
  const length = lengthOfMask(mask);
  if (length === null) return `${formatAddress(base)}/${formatAddress(mask)}`;
  return length === widthOf(base) && !showsHostLength
    ? formatAddress(base)
    : `${formatAddress(base)}/${length}`;
}

/** `0x1f`, as marks are shown. */
export function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

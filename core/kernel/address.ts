import type { AddressValue } from '../model/address-value.ts';
import { readAddress } from './address-words.ts';

export type { AddressValue };

/**
 * The value of an address in text; null for anything else, so also for what a redaction left (`xxx.xxx.xxx.113`,
 * `x-ipv4-0001-x`). A zone (`fe80::1%eth0`) is no part of the address and is refused.
 */
export function parseAddress(text: string): AddressValue | null {
  const version = readAddress(text, words, 0);
  if (version === 0) return null;
  if (version === 4) return words[0] as number;
  return words.reduce((value, word) => (value << 32n) | BigInt(word), 0n);
}

const words = new Uint32Array(4);

/** The address in the kernel's notation; an IPv6 address with its longest run of zero groups as `::` (RFC 5952). */
export function formatAddress(address: AddressValue): string {
  if (typeof address === 'number') {
    return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const text = ` ${groups.join(' ')} `;
  const [longest] = (text.match(/(?: 0)(?: 0)+(?= )/g) ?? []).sort((a, b) => b.length - a.length);
  if (longest === undefined) return groups.join(':');
  const start = text.indexOf(`${longest} `);
  const joined = (part: string): string => part.trim().replaceAll(' ', ':');
  return `${joined(text.slice(0, start))}::${joined(text.slice(start + longest.length))}`;
}

/** An address in the kernel's notation, which all tools but the log's own print; other words as they are. */
export function shortAddress(text: string): string {
  const value = text.includes(':') ? parseAddress(text) : null;
  return value === null ? text : formatAddress(value);
}

/** All addresses that share their first `length` bits with `value`, whose other bits are 0. */
export interface Prefix {
  readonly value: AddressValue;
  readonly length: number;
}

/** A prefix as ip prints it, `10.1.0.0/24`, or a bare address; null for anything else. Host bits are cleared. */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf('/');
  const value = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (value === null) return null;
  const width = widthOf(value);
  if (slash < 0) return { value, length: width };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > width) return null;
  const length = Number(digits);
  return { value: maskAddress(value, length), length };
}

/** Whether the address is in the prefix; an address of the other family never is. */
export function prefixContains(prefix: Prefix, address: AddressValue): boolean {
  return typeof prefix.value === typeof address && maskAddress(address, prefix.length) === prefix.value;
}

/** The address with all but its first `length` bits cleared: the network address. */
export function maskAddress(address: AddressValue, length: number): AddressValue {
  if (typeof address === 'number') {
    // A shift by 32 is a shift by 0 in JavaScript, so the empty prefix needs its own answer.
    return length === 0 ? 0 : (address & (0xffffffff << (32 - length))) >>> 0;
  }
  const hostBits = BigInt(128 - length);
  return (address >> hostBits) << hostBits;
}

/** The last address of the prefix: in IPv4 the directed broadcast of a network. */
export function lastAddress(prefix: Prefix): AddressValue {
  if (typeof prefix.value === 'number') {
    return prefix.length === 32 ? prefix.value : (prefix.value | (0xffffffff >>> prefix.length)) >>> 0;
  }
  return prefix.value | ((1n << BigInt(128 - prefix.length)) - 1n);
}

/** 127.0.0.0/8 (ipv4_is_loopback) or ::1. */
export function isLoopback(address: AddressValue): boolean {
  return typeof address === 'number' ? address >>> 24 === 127 : address === 1n;
}

/** 224.0.0.0/4 (ipv4_is_multicast) or ff00::/8. */
export function isMulticast(address: AddressValue): boolean {
  return typeof address === 'number' ? address >>> 28 === 0xe : address >> 120n === 0xffn;
}

/** 224.0.0.0/24 (ipv4_is_local_multicast): groups that are never forwarded. */
export function isLocalMulticast(address: AddressValue): boolean {
  return typeof address === 'number' && address >>> 8 === 0xe00000;
}

/** 255.255.255.255 (ipv4_is_lbcast). */
export function isLimitedBroadcast(address: AddressValue): boolean {
  return address === 0xffffffff;
}

/** 0.0.0.0 (ipv4_is_zeronet) or ::. Until Linux 5.2, all of 0.0.0.0/8 was refused like 0.0.0.0. */
export function isUnspecified(address: AddressValue): boolean {
  return address === 0 || address === 0n;
}

/** 169.254.0.0/16 or fe80::/10. The kernel forwards the first, and refuses to forward the second. */
export function isLinkLocal(address: AddressValue): boolean {
  return typeof address === 'number' ? address >>> 16 === 0xa9fe : address >> 118n === 0x3fan;
}

/** Bits of an address of that family: 32 or 128. */
export function widthOf(address: AddressValue): 32 | 128 {
  return typeof address === 'number' ? 32 : 128;
}

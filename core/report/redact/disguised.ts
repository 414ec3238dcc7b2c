import { type AddressValue, parseAddress } from '../../kernel/address.ts';
import type { Mac } from './mac-map.ts';

/** What an address or a MAC becomes; null for what is no original of the bundle, so that it is left alone. */
export interface KnownNames {
  address(value: AddressValue): AddressValue | null;
  mac(mac: Mac): Mac | null;
}

/**
 * Replaces addresses in notations that can as well be something else, and so count only where they give an address that
 * the bundle has:
 *
 *   0x0a010002, 0A010002, 0200010A       u32 matches; /proc/net/route, in the byte order of either machine
 *   fd00000000000000...                  /proc/net/if_inet6
 *   ip-10-1-0-2, 10_1_0_2                names of hosts that are made from addresses
 *   2001-db8--1                          the same
 *   enx525400a74088, 525400A74088        names of interfaces that are made from MACs
 *   |0a 01 00 02|                        hex strings
 *   167837698                            numbers
 */
export function replaceDisguised(text: string, known: KnownNames): string {
  return text
    .replace(/(?<![0-9a-f])(?:[0-9a-f]{2}[ :._-]){3,}[0-9a-f]{2}(?![0-9a-f])/gi, (run) => hexBytes(run, known))
    .replace(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi, (digits) => longHex(digits, known))
    .replace(/(?:(?<![0-9a-f])|(?<=enx))[0-9a-f]{12}(?![0-9a-f])/gi, (digits) => likeCase(digits, known.mac(digits.toLowerCase())))
    .replace(/(?<![0-9a-f])(0x)?([0-9a-f]{7,8})(?![0-9a-f])/gi, (word, mark: string | undefined, digits: string) =>
      shortHex(word, mark ?? '', digits, known),
    )
    .replace(/(?<!\d)(\d{1,3})([-_])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?!\d)/g, (word, a, separator, b, c, d) =>
      dashedQuad(word, separator, [a, b, c, d].join('.'), known),
    )
    .replace(/(?<![0-9a-z])[0-9a-f]{0,4}(?:-[0-9a-f]{0,4}){2,7}(?![0-9a-z])/gi, (word) => dashedGroups(word, known))
    .replace(/(?<![\w.])\d{8,10}(?![\w.])/g, (word) => decimal(word, known));
}

/** Every 4, 6 or 16 bytes in a run of bytes. */
function hexBytes(run: string, known: KnownNames): string {
  const separators = run.match(/[ :._-]/g) ?? [];
  const bytes = run.split(/[ :._-]/).map((byte) => byte.toLowerCase());
  for (const size of [16, 6, 4]) {
    for (let start = 0; start + size <= bytes.length; start++) {
      const found = knownHex(bytes.slice(start, start + size).join(''), known);
      if (found === null) continue;
      for (let i = 0; i < size; i++) bytes[start + i] = found.slice(i * 2, i * 2 + 2);
      start += size - 1;
    }
  }
  const replaced = bytes.map((byte, i) => byte + (separators[i] ?? '')).join('');
  return replaced === run.toLowerCase() ? run : likeCase(run, replaced);
}

/** What 4, 6 or 16 bytes as digits become. */
function knownHex(digits: string, known: KnownNames): string | null {
  if (digits.length === 12) return known.mac(digits);
  const value = digits.length === 8 ? Number.parseInt(digits, 16) : BigInt(`0x${digits}`);
  const found = known.address(value);
  return found === null ? null : found.toString(16).padStart(digits.length, '0');
}

function longHex(digits: string, known: KnownNames): string {
  const lower = digits.toLowerCase();
  const straight = knownHex(lower, known);
  if (straight !== null) return likeCase(digits, straight);
  // /proc/net/tcp6 has words of 32 bits, each in the machine's order.
  const turned = (text: string): string => (text.match(/.{8}/g) ?? []).map(reversed).join('');
  const words = knownHex(turned(lower), known);
  return words === null ? digits : likeCase(digits, turned(words));
}

function shortHex(word: string, mark: string, digits: string, known: KnownNames): string {
  if (digits.length === 7 && mark === '') return word;
  const full = digits.toLowerCase().padStart(8, '0');
  const straight = knownHex(full, known);
  if (straight !== null) return mark + likeCase(digits, straight);
  if (digits.length === 7) return word;
  const turned = knownHex(reversed(full), known);
  return turned === null ? word : mark + likeCase(digits, reversed(turned));
}

function reversed(digits: string): string {
  return (digits.match(/../g) ?? []).reverse().join('');
}

function dashedQuad(word: string, separator: string, quad: string, known: KnownNames): string {
  const value = parseAddress(quad);
  const found = typeof value === 'number' ? known.address(value) : null;
  if (typeof found !== 'number') return word;
  return [found >>> 24, (found >>> 16) & 255, (found >>> 8) & 255, found & 255].join(separator);
}

function dashedGroups(word: string, known: KnownNames): string {
  const value = parseAddress(word.replaceAll('-', ':'));
  const found = value === null ? null : known.address(value);
  if (typeof found !== 'bigint') return word;
  return (found.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join('-');
}

function decimal(word: string, known: KnownNames): string {
  const value = Number(word);
  const found = value <= 0xffffffff ? known.address(value) : null;
  return found === null ? word : String(found);
}

/** Hexadecimal digits in the case of those that they replace. */
function likeCase(original: string, replaced: string | null): string {
  if (replaced === null) return original;
  return /[A-F]/.test(original) && !/[a-f]/.test(original) ? replaced.toUpperCase() : replaced;
}

import { type AddressValue, formatAddress, parseAddress } from '../../kernel/address.ts';
import type { Mac } from './mac-map.ts';
import { isMark } from './marks.ts';

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
 *   |0a 01 00 02|, \x0a\x01\x00\x02      hex strings
 *   0x0000:  4500 003c ... 0a01 0002     dumps of packets
 *   10[.]1[.]0[.]2, 10%2E1%2E0%2E2       what mail programs and web pages make of them
 *   167837698                            numbers
 */
export function replaceDisguised(text: string, known: KnownNames): string {
  let shown = text;
  for (const [pattern, convert] of notations)
    shown = replaceEach(shown, pattern, (...words) => convert(known, ...words));
  return shown;
}

/** Of 16 bytes with what parts them: nothing longer begins in what was looked at already. */
const LONGEST = 64;

type Convert = (known: KnownNames, word: string, ...groups: string[]) => string | null;

const notations: readonly (readonly [RegExp, Convert])[] = [
  [/(?<![0-9a-f])(?:[0-9a-f]{2}[ :._-]){3,63}[0-9a-f]{2}(?![0-9a-f])/gi, hexWords],
  [/(?<![0-9a-f])(?:[0-9a-f]{4}[ :]){1,31}[0-9a-f]{4}(?![0-9a-f])/gi, hexWords],
  [/(?:\\x[0-9a-f]{2}){4,64}/gi, hexWords],
  [/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi, longHex],
  [/(?:(?<![0-9a-f])|(?<=enx))[0-9a-f]{12}(?![0-9a-f])/gi, bareMac],
  [/(?<![0-9a-f])(0x)?([0-9a-f]{7,8})(?![0-9a-f])/gi, shortHex],
  [
    /(?<!\d)(\d{1,3})([-_]|\[\.\]|\(\.\)|\[dot\]|%2[Ee])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?!\d)/g,
    separatedQuad,
  ],
  [/(?<![0-9a-z])[0-9a-f]{0,4}(?:-[0-9a-f]{0,4}){2,7}(?![0-9a-z])/gi, dashedGroups],
  [/(?<![\w.])\d{8,10}(?![\w.])/g, decimal],
];

/** Replaces what matches and converts; what doesn't may still hold what does, a little further on. */
function replaceEach(
  text: string,
  pattern: RegExp,
  convert: (word: string, ...groups: string[]) => string | null,
): string {
  const search = new RegExp(pattern);
  let shown = '';
  let plain = 0;
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const [word, ...groups] = match;
    const converted = isMark(text, match.index) ? null : convert(word, ...groups);
    if (converted === null) search.lastIndex = match.index + Math.max(1, word.length - LONGEST);
    else {
      shown += text.slice(plain, match.index) + converted;
      plain = match.index + word.length;
    }
  }
  return shown + text.slice(plain);
}

/** Every 4, 6 or 16 bytes in a run of words of one or two bytes. */
function hexWords(known: KnownNames, run: string): string | null {
  const separators = run.split(/[0-9a-f]{2,4}/i);
  const words = (run.match(/[0-9a-f]{2,4}/gi) ?? []).map((word) => word.toLowerCase());
  const digits = words[0]?.length ?? 2;
  let changed = false;
  for (const size of [16, 6, 4]) {
    const count = (size * 2) / digits;
    for (let start = 0; start + count <= words.length; start++) {
      const found = knownHex(words.slice(start, start + count).join(''), known);
      if (found === null) continue;
      for (let i = 0; i < count; i++) words[start + i] = found.slice(i * digits, (i + 1) * digits);
      start += count - 1;
      changed = true;
    }
  }
  if (!changed) return null;
  const shown = words.map((word) => likeCase(run.replaceAll('x', ''), word));
  return separators.map((separator, i) => separator + (shown[i] ?? '')).join('');
}

/** What 4, 6 or 16 bytes as digits become. */
function knownHex(digits: string, known: KnownNames): string | null {
  if (digits.length === 12) return known.mac(digits);
  const value = digits.length === 8 ? Number.parseInt(digits, 16) : BigInt(`0x${digits}`);
  const found = known.address(value);
  return found === null ? null : found.toString(16).padStart(digits.length, '0');
}

function bareMac(known: KnownNames, digits: string): string | null {
  return likeCase(digits, known.mac(digits.toLowerCase()));
}

function longHex(known: KnownNames, digits: string): string | null {
  const lower = digits.toLowerCase();
  // /proc/net/tcp6 has words of 32 bits, each in the machine's order.
  const turned = (text: string): string => (text.match(/.{8}/g) ?? []).map(reversed).join('');
  const words = knownHex(turned(lower), known);
  return likeCase(digits, knownHex(lower, known) ?? (words === null ? null : turned(words)));
}

function shortHex(known: KnownNames, _word: string, mark: string | undefined, digits = ''): string | null {
  if (digits.length === 7 && mark === undefined) return null;
  const full = digits.toLowerCase().padStart(8, '0');
  const turned = digits.length === 7 ? null : knownHex(reversed(full), known);
  const found = knownHex(full, known) ?? (turned === null ? null : reversed(turned));
  return found === null ? null : (mark ?? '') + (likeCase(digits, found) ?? '');
}

function reversed(digits: string): string {
  return (digits.match(/../g) ?? []).reverse().join('');
}

function separatedQuad(
  known: KnownNames,
  _word: string,
  a = '',
  separator = '',
  ...rest: string[]
): string | null {
  const value = parseAddress([a, ...rest].join('.'));
  const found = typeof value === 'number' ? known.address(value) : null;
  return typeof found === 'number' ? formatAddress(found).replaceAll('.', separator) : null;
}

function dashedGroups(known: KnownNames, word: string): string | null {
  const value = parseAddress(word.replaceAll('-', ':'));
  const found = value === null ? null : known.address(value);
  if (typeof found !== 'bigint') return null;
  return (found.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join('-');
}

function decimal(known: KnownNames, word: string): string | null {
  const value = Number(word);
  const found = value <= 0xffffffff ? known.address(value) : null;
  return found === null ? null : String(found);
}

/** Hexadecimal digits in the case of those that they replace. */
function likeCase(original: string, replaced: string | null): string | null {
  if (replaced === null) return null;
  return /[A-F]/.test(original) && !/[a-f]/.test(original) ? replaced.toUpperCase() : replaced;
}

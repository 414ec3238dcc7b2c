import { type AddressValue, parseAddress } from '../../kernel/address.ts';
import type { Mac } from './mac-map.ts';

/** Something in a text that is an address in some notation. */
export type AddressWord =
  /** `10.1.0.2`, `fd00::1`, `::ffff:10.1.0.2`. `length` is that of `/24`, where it is there. */
  | {
      readonly kind: 'address';
      readonly text: string;
      readonly value: AddressValue;
      readonly length: number | null;
    }
  /** `52:54:00:a7:40:88`, `52-54-00-a7-40-88`, `52:54:0:69:5d:74`, `5254.00a7.4088`, `5254-00a7-4088`; of a `MAC=` of the log, both ends. */
  | { readonly kind: 'macs'; readonly text: string; readonly macs: readonly Mac[] }
  /** `2.0.1.10.in-addr.arpa`: the labels, most significant first. */
  | {
      readonly kind: 'reverse';
      readonly text: string;
      readonly digits: readonly string[];
      readonly family: 4 | 6;
    };

/** A piece of a text: as it stands, or an address. */
export type TextPiece = string | AddressWord;

/** Splits a text at everything that can't be anything but an address. */
export function splitAddresses(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let plain = 0;
  const search = new RegExp(candidates);
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const word = wordOf(match);
    if (word === null) {
      // `12:34:56:10.1.0.2` is no address, but holds one; of a run that is longer than any address, only the end may.
      search.lastIndex = match.index + Math.max(1, match[0].length - LONGEST_ADDRESS);
      continue;
    }
    // A trimmed candidate (`fd00::1:` at the end of a clause) begins later and ends sooner.
    const start = match.index + match[0].indexOf(word.text);
    if (start > plain) pieces.push(text.slice(plain, start));
    pieces.push(word);
    plain = start + word.text.length;
    search.lastIndex = plain;
  }
  if (plain < text.length) pieces.push(text.slice(plain));
  return pieces;
}

/** `0000:0000:0000:0000:0000:ffff:255.255.255.255/128` */
const LONGEST_ADDRESS = 49;

const octet = String.raw`\d{1,3}`;
const quad = String.raw`${octet}(?:\.${octet}){3}`;
const candidates = new RegExp(
  [
    String.raw`(?<reverse>(?<![\d.])(?:${octet}\.){1,4}in-addr\.arpa|(?<![0-9a-f.])(?:[0-9a-f]\.){4,32}ip6\.arpa)`,
    String.raw`(?<fours>(?<![0-9a-f.-])[0-9a-f]{4}(?<mark>[.-])[0-9a-f]{4}\k<mark>[0-9a-f]{4}(?![0-9a-f]|[.-][0-9a-f]))`,
    String.raw`(?<dashed>(?<![0-9a-f-])[0-9a-f]{1,2}(?:-[0-9a-f]{1,2}){5}(?![0-9a-f-]))`,
    String.raw`(?<colons>(?<![0-9a-z])(?:[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){1,7}?:${quad}(?!\d)|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,80})(?:\/\d{1,3}(?!\d))?)`,
    String.raw`(?<quad>(?<![\d.])${quad}(?!\d)(?:\/(?:${quad}|\d{1,2})(?![\d]))?)`,
  ].join('|'),
  'gi',
);

function wordOf({ groups, 0: text }: RegExpExecArray): AddressWord | null {
  if (groups === undefined) return null;
  if (groups['reverse'] !== undefined) return reverseWord(text);
  if (groups['fours'] !== undefined)
    return { kind: 'macs', text, macs: [text.replace(/[.-]/g, '').toLowerCase()] };
  if (groups['dashed'] !== undefined) return macWord(text, '-');
  if (groups['colons'] !== undefined) return macWord(text, ':') ?? ipWord(text) ?? trimmed(text);
  return ipWord(text) ?? ipWord(beforeSlash(text));
}

function beforeSlash(text: string): string {
  const slash = text.indexOf('/');
  return slash < 0 ? text : text.slice(0, slash);
}

function reverseWord(text: string): AddressWord | null {
  const family = /ip6\.arpa$/i.test(text) ? 6 : 4;
  const digits = text.split('.').slice(0, -2).reverse();
  if (family === 4 && digits.some((digit) => Number(digit) > 255)) return null;
  return { kind: 'reverse', text, digits, family };
}

/** Six bytes, or the fourteen of an Ethernet header as the kernel's log prints it: to, from, type. */
function macWord(text: string, separator: string): AddressWord | null {
  const bytes = text.toLowerCase().split(separator);
  if (!bytes.every((byte) => /^[0-9a-f]{1,2}$/.test(byte))) return null;
  if (bytes.length !== 6 && bytes.length < 12) return null;
  const mac = (start: number): Mac =>
    bytes
      .slice(start, start + 6)
      .map((byte) => byte.padStart(2, '0'))
      .join('');
  return { kind: 'macs', text, macs: bytes.length === 6 ? [mac(0)] : [mac(0), mac(6)] };
}

function ipWord(text: string): AddressWord | null {
  const [address = '', mask] = text.split('/');
  const value = parseAddress(address);
  if (value === null) return null;
  const width = typeof value === 'number' ? 32 : 128;
  const length = mask === undefined ? null : maskLength(mask);
  if (length !== null && length > width) return null;
  return { kind: 'address', text, value, length };
}

/** The length of `24` or of `255.255.255.0`; null for a mask with holes. */
function maskLength(mask: string): number | null {
  if (/^\d+$/.test(mask)) return Number(mask);
  const value = parseAddress(mask);
  const bits = typeof value === 'number' ? value.toString(2).padStart(32, '0') : '';
  return /^1*0*$/.test(bits) && bits !== '' ? bits.lastIndexOf('1') + 1 : null;
}

/** Punctuation clings to an IPv6 address: `via fd00::1:`, `in:fd00::1`, `fd00::1:80` is taken as it stands. */
function trimmed(text: string): AddressWord | null {
  const core = beforeSlash(text)
    .replace(/^:(?!:)/, '')
    .replace(/(?<!:):$/, '');
  if (core !== text) {
    const word = macWord(core, ':') ?? ipWord(core);
    if (word !== null) return word;
  }
  // A run of more than eight groups: an address with words of hexadecimal letters around it.
  const inner =
    /(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?/i.exec(
      core,
    );
  const found = inner === null ? null : ipWord(inner[0]);
  return found !== null && found.text.length > 2 ? found : null;
}

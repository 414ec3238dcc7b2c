import { type AddressValue, parseAddress } from '../../kernel/address.ts';

/** What a line says in words that only their place tells to be addresses, and texts that the customer wrote. */
export interface HiddenAddresses {
  readonly addresses: readonly AddressValue[];
  /** Comments, log prefixes, and strings that a rule looks for. */
  readonly freeTexts: readonly string[];
}

/**
 * Addresses in notations that can as well be something else, where their place tells that they are some:
 *
 *   -m u32 --u32 "0x10=0xd2d4e5b"                what a packet's bytes are compared with
 *   @nh,128,32 0xd2d4e5b                         the same, of nft
 *   eth0 00000000 0101A8C0 0003 ...              /proc/net/route, in the byte order of most machines
 *   fd000010000100000000000000000002             /proc/net/if_inet6
 *   OPT (0707040D2D4E5B00) PROTO=TCP             options of the IP header, with the route that it recorded
 *   ip-13-45-78-91                               names made from addresses
 *   --comment "was 220024411, 0x0d2d4e5b"        what somebody wrote
 */
export function hiddenAddresses(line: string): HiddenAddresses {
  const found: AddressValue[] = [];
  const number = (text: string): void => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= FIRST_ADDRESS && value <= 0xffffffff) found.push(value);
  };
  const comparisons = /--u32 "?([^"]{0,2000})/.exec(line)?.[1] ?? '';
  for (const part of comparisons.split('=').slice(1))
    for (const value of (/^[0-9a-fx,:]*/i.exec(part)?.[0] ?? '').split(/[,:]/)) number(value);
  for (const [, value = ''] of line.matchAll(/@nh,\d{1,4},\d{1,4} (?:[!=]= )?(0x[0-9a-f]{6,8}|\d{8,10})\b/g))
    number(value);
  const route = /^\S{1,15}\s{1,20}([0-9A-F]{8})\s{1,8}([0-9A-F]{8})\s{1,8}[0-9A-F]{4}\s/.exec(line);
  for (const word of route?.slice(1) ?? []) number(`0x${turned(word)}`);
  for (const [digits] of line.matchAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/gi))
    found.push(BigInt(`0x${digits}`));
  for (const each of ipOptions(line)) found.push(...each.addresses.map(({ value }) => value));
  for (const [, a = '', mark = '', b = '', c = '', d = ''] of line.matchAll(
    /(?<!\d|\d[-_])(\d{1,3})([-_])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?!\d|\2\d)/g,
  )) {
    const value = mark === '' ? null : parseAddress([a, b, c, d].join('.'));
    if (value !== null) found.push(value);
  }
  const freeTexts = freeTextsOf(line);
  for (const text of freeTexts)
    for (const [, word = ''] of text.matchAll(
      /(?<![\w.])(0x[0-9a-f]{7,8}|\d{8,10}|(?=\d{0,7}[a-f])[0-9a-f]{8})(?![\w.])/gi,
    ))
      number(/^[0-9a-f]{8}$/i.test(word) && /[a-f]/i.test(word) ? `0x${word}` : word);
  return { addresses: found, freeTexts };
}

/** 1.0.0.0: what is less is a port, a length, a flag. */
const FIRST_ADDRESS = 0x01000000;

function turned(digits: string): string {
  return (digits.match(/../g) ?? []).reverse().join('');
}

function freeTextsOf(line: string): readonly string[] {
  if (!/comment|prefix|string/.test(line)) return [];
  return Array.from(
    line.matchAll(
      /(?:--comment|--(?:log|nflog|ulog)-prefix|--string) (?:"([^"]{0,1000})|([^\s"]{1,1000}))|\b(?:comment|prefix) "([^"]{0,1000})/g,
    ),
    ([, quoted, bare, ofNft]) => quoted ?? bare ?? ofNft ?? '',
  );
}

/** Options of an IP header that hold addresses. */
export interface IpOptions {
  /** Where the digits begin in the line. */
  readonly start: number;
  readonly digits: string;
  /** `at`: the first of its eight digits. */
  readonly addresses: readonly { readonly at: number; readonly value: number }[];
}

/** The options that the kernel's log prints before `PROTO=`; those after it are TCP's. */
export function ipOptions(line: string): readonly IpOptions[] {
  if (!line.includes('OPT (')) return [];
  const found: IpOptions[] = [];
  for (const match of line.matchAll(/\bOPT \(([0-9A-F]{2,80})\)/gi)) {
    const digits = match[1] ?? '';
    const protocol = line.lastIndexOf('PROTO=', match.index);
    const inner = line.lastIndexOf('[', match.index);
    if (protocol > inner) continue;
    found.push({ start: match.index + 'OPT ('.length, digits, addresses: addressesIn(digits) });
  }
  return found;
}

/** Record route, loose and strict source route: type, length, pointer, addresses (RFC 791, 3.1); timestamp: one byte more, and times between. */
function addressesIn(digits: string): IpOptions['addresses'] {
  const bytes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const found: { at: number; value: number }[] = [];
  for (let i = 0; i < bytes.length;) {
    const type = bytes[i] as number;
    if (type === 0) break;
    if (type === 1) {
      i++;
      continue;
    }
    const length = Math.max(bytes[i + 1] ?? 2, 2);
    const holds = [7, 131, 137].includes(type)
      ? { first: 3, step: 4 }
      : type === 68
        ? { first: 4, step: 8 }
        : null;
    if (holds !== null)
      for (let at = i + holds.first; at + 4 <= Math.min(i + length, bytes.length); at += holds.step)
        found.push({ at: at * 2, value: Number.parseInt(digits.slice(at * 2, at * 2 + 8), 16) });
    i += length;
  }
  return found;
}

import { type AddressValue, parseAddress } from '../../kernel/address.ts';
import { saysNothing } from './address-map.ts';
import type { Gathered } from './gather.ts';
import type { HostWords } from './host-words.ts';
import { staysMac } from './mac-map.ts';

/**
 * Finds originals in what is about to be written. It shares nothing with the replacing: where that goes by what a text
 * means, this takes every run of digits that could be read as an address, in every notation, from every place in it. `reused`: addresses that others became, for want of
 * free ones; of these nothing can be told.
 */
export function leakFinder(
  { addresses, macs }: Gathered,
  reused: ReadonlySet<AddressValue>,
  hosts: HostWords,
) {
  const secret = new Set([...addresses].filter((value) => !saysNothing(value) && !reused.has(value)));
  const secretMacs = new Set([...macs].filter((mac) => !staysMac(mac)));
  const isAddress = (value: AddressValue | null): boolean => value !== null && secret.has(value);
  const isHex = (digits: string): boolean =>
    digits.length === 12
      ? secretMacs.has(digits)
      : isAddress(digits.length === 8 ? Number.parseInt(digits, 16) : BigInt(`0x${digits}`));

  return {
    /** Addresses and MACs that are left. */
    addressesIn: (text: string): readonly string[] => [
      ...found(
        text,
        /(?<!\d)(?=(\d{1,3}(?:[._-]\d{1,3}){3})(?!\d))/g,
        (quad) =>
          isAddress(parseAddress(quad.replace(/[_-]/g, '.'))) ||
          (isAddress(parseAddress(quad.split(/[._-]/).reverse().join('.'))) && /in-addr/.test(text)),
      ),
      ...found(text, /((?:[0-9a-f]{0,4}:){2,}[0-9a-f]{0,4}(?:\d{0,3}(?:\.\d{1,3}){3})?)/gi, (run) =>
        windows(run.split(':')).some((part) => isAddress(parseAddress(part))),
      ),
      ...found(text, /((?:[0-9a-f]{1,2}[:-]){5,}[0-9a-f]{1,2})/gi, (run) => {
        const bytes = run.split(/[:-]/).map((byte) => byte.toLowerCase().padStart(2, '0'));
        return bytes.some((_, i) =>
          isHex(
            bytes
              .slice(i, i + 6)
              .join('')
              .padEnd(12, '-'),
          ),
        );
      }),
      ...found(text, /(?<![0-9a-f])(?=((?:[0-9a-f]{2}[ :._-]?){3,}[0-9a-f]{2}))/gi, (run) => {
        const digits = run.replace(/[^0-9a-f]/gi, '').toLowerCase();
        return [8, 12, 32].some(
          (size) => digits.length >= size && isHex(digits.slice(0, size)) && aligned(run, size),
        );
      }),
      ...found(text, /(?<![0-9a-f])([0-9a-f]{8})(?![0-9a-f])/gi, (digits) =>
        isHex((digits.toLowerCase().match(/../g) ?? []).reverse().join('')),
      ),
      ...found(text, /enx([0-9a-f]{12})/gi, (digits) => isHex(digits.toLowerCase())),
      ...found(text, /([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})/gi, (word) =>
        isHex(word.replaceAll('.', '').toLowerCase()),
      ),
      ...found(text, /(?<![\w.])(\d{8,10})(?![\w.])/g, (digits) => isAddress(Number(digits))),
    ],
    /** Host names that are left. */
    namesIn: (text: string): readonly string[] => hosts.findIn(text),
  };
}

function found(text: string, pattern: RegExp, isLeak: (match: string) => boolean): readonly string[] {
  return Array.from(text.matchAll(pattern), (match) => match[1] ?? '').filter(isLeak);
}

/** Digits that go on are another number. */
function aligned(run: string, size: number): boolean {
  let seen = 0;
  for (let i = 0; i < run.length; i++) {
    if (/[0-9a-f]/i.test(run[i] ?? '')) seen++;
    if (seen === size) return !/[0-9a-f]/i.test(run[i + 1] ?? '');
  }
  return false;
}

/** All parts of a colon-separated run that could be an address. */
function windows(groups: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < groups.length; from++)
    for (let to = from + 3; to <= Math.min(groups.length, from + 10); to++)
      parts.push(groups.slice(from, to).join(':'));
  return parts;
}

import { type AddressValue, parseAddress } from '../../kernel/address.ts';
import { saysNothing } from './address-map.ts';
import type { GatheredAddresses } from './address-map.ts';
import { staysMac } from './mac-map.ts';
import { isMark } from './marks.ts';

/** A part of a text, as indexes of characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Digits of a text that stand together, and what parts them from the next. */
interface Group extends Span {
  readonly digits: string;
}

/**
 * Finds addresses and MACs of the bundle that are left in a text that is about to be shown. It shares nothing with the
 * replacing: where that goes by what a text means, this takes every group of digits that could be read as an address, in
 * every notation. `reused`: addresses that others became, for want of free ones; of these nothing can be told.
 */
export function leakFinder(
  { addresses, macs }: GatheredAddresses,
  reused: ReadonlySet<AddressValue>,
): (text: string) => readonly Span[] {
  const secret = new Set([...addresses].filter((value) => !saysNothing(value) && !reused.has(value)));
  const secretMacs = new Set([...macs].filter((mac) => !staysMac(mac)));
  return (text) => {
    const groups = Array.from(text.matchAll(/[0-9a-f]+/gi), ({ 0: digits, index }) => ({
      digits: digits.toLowerCase(),
      start: index,
      end: index + digits.length,
    }));
    const spans: Span[] = [];
    for (let i = 0; i < groups.length; i++) {
      const end = endOfLeak(text, groups, i);
      if (end !== null) spans.push({ start: (groups[i] as Group).start, end });
    }
    return [...spans, ...colonRuns(text)];
  };

  /** Where an original ends that begins with the group; null where none does. */
  function endOfLeak(text: string, groups: readonly Group[], from: number): number | null {
    const group = groups[from] as Group;
    if (isMark(text, group.start)) return null;
    if (isWholeOriginal(text, group)) return group.end;
    const separator = text[group.end] ?? '';
    if (!' :._-'.includes(separator) || separator === '') return null;
    const row = [group];
    for (let i = from + 1; i < groups.length && row.length < 16; i++) {
      const [last, next] = [row.at(-1) as Group, groups[i] as Group];
      if (next.start !== last.end + 1 || text[last.end] !== separator) break;
      row.push(next);
    }
    const found = [4, 3, 6, 16].find((count) => row.length >= count && isOriginal(row.slice(0, count), separator, text)); // prettier-ignore
    return found === undefined ? null : (row[found - 1] as Group).end;
  }

  function isWholeOriginal(text: string, { digits, start, end }: Group): boolean {
    const bytes = digits.match(/../g) ?? [];
    switch (digits.length) {
      case 7:
        return text.slice(start - 2, start) === '0x' && secret.has(Number.parseInt(digits, 16));
      case 8:
        if (secret.has(Number.parseInt(digits, 16)) && !/^\d+$/.test(digits)) return true;
        if (secret.has(Number.parseInt(bytes.reverse().join(''), 16)) && !/^\d+$/.test(digits)) return true;
        break;
      case 12:
        if (secretMacs.has(digits)) return true;
        break;
      case 32:
        return secret.has(BigInt(`0x${digits}`));
    }
    const stands = !/[\w.]/.test(text[start - 1] ?? '') && !/[\w.]/.test(text[end] ?? '');
    return stands && /^\d{8,10}$/.test(digits) && secret.has(Number(digits));
  }

  function isOriginal(row: readonly Group[], separator: string, text: string): boolean {
    const digits = row.map((group) => group.digits);
    switch (row.length) {
      case 3:
        return '.-'.includes(separator) && digits.every((each) => each.length === 4) && secretMacs.has(digits.join('')); // prettier-ignore
      case 4:
        return (isQuad(digits, text) && '._-'.includes(separator)) || isBytes(digits);
      case 6:
        return (
          ':-'.includes(separator) &&
          digits.every((each) => each.length <= 2) &&
          secretMacs.has(digits.map((each) => each.padStart(2, '0')).join(''))
        );
      default:
        return isBytes(digits);
    }
  }

  function isQuad(digits: readonly string[], text: string): boolean {
    // `a10.1.0.2`: what stands before the first digit and after the last belongs to other words.
    const numbers = digits.map((each, i) =>
      i === 0 ? digitsAtEnd(each) : (i === 3 ? /^\d*/ : /^\d+$/).exec(each)?.[0],
    );
    const value = parseAddress(numbers.join('.'));
    if (value !== null && secret.has(value)) return true;
    const turned = text.includes('in-addr') ? parseAddress(numbers.reverse().join('.')) : null;
    return turned !== null && secret.has(turned);
  }

  function isBytes(digits: readonly string[]): boolean {
    if (!digits.every((each) => each.length === 2)) return false;
    const all = digits.join('');
    return secret.has(all.length === 8 ? Number.parseInt(all, 16) : BigInt(`0x${all}`));
  }

  /** IPv6 addresses, at every place of a run of groups with colons. */
  function colonRuns(text: string): readonly Span[] {
    const spans: Span[] = [];
    if (!text.includes('::') && text.split(':', 8).length < 8) return spans;
    for (const { 0: run, index } of text.matchAll(/[0-9a-f:.]{2,}/gi)) {
      const starts = [0, ...Array.from(run.matchAll(/:/g), ({ index: at }) => at + 1)];
      if (starts.length < 3) continue;
      starts.forEach((start, i) => {
        for (let groups = 2; groups <= 9; groups++) {
          const after = starts[i + groups];
          const end = after === undefined ? run.length : after - 1;
          for (const first of start >= 1 ? [start, start - 1] : [start]) {
            const part = run.slice(first, end);
            const value = part.length <= LONGEST ? parseAddress(part) : null;
            if (value !== null && secret.has(value)) spans.push({ start: index + first, end: index + end });
          }
          if (after === undefined) break;
        }
      });
    }
    return spans;
  }
}

const LONGEST = 45;

function digitsAtEnd(text: string): string {
  let start = text.length;
  while (start > 0 && /\d/.test(text[start - 1] ?? '')) start--;
  return text.slice(start);
}

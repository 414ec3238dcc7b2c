import { readAddress } from '../../core/index.ts';
import { clockOf } from './clock.ts';
import { flagBits } from './words.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** `80`, `80-90`, `80:90`, `80,443` */
export function rangesOf(text: string, highest: number): readonly Range[] | null {
  const ranges = text.split(',').map((part) => rangeOf(part, highest));
  return ranges.every((range) => range !== null) ? ranges : null;
}

function rangeOf(text: string, highest: number): Range | null {
  const cut = /[-:]/.exec(text)?.index ?? text.length;
  const from = numberOf(text.slice(0, cut), highest);
  const to = cut === text.length ? from : numberOf(text.slice(cut + 1), highest);
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

/** A whole number, also in hexadecimal (`0x1a2b`), up to `highest`. */
export function numberOf(text: string, highest: number): number | null {
  const number = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : null;
  return number === null || number > highest ? null : number;
}

/** A time of day, with or without a date, or seconds since boot. */
export function isTime(text: string): boolean {
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) || (/^[\dT:.-]{4,32}$/.test(text) && clockOf(text) !== null);
}

/** `syn,ack` as bits; null where a name is none of a flag. */
export function flagsOf(text: string): number | null {
  let set = 0;
  for (const name of text.toLowerCase().split(/[,|+]/)) {
    if (!Object.hasOwn(flagBits, name)) return null;
    set |= flagBits[name as keyof typeof flagBits];
  }
  return set;
}

/** A number in decimal digits; null for anything else. */
export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Whether the word is an address or a prefix, so that it can't be a host's name. */
export function isAddress(text: string): boolean {
  const [base = '', length, more] = text.split('/');
  const isLength = length === undefined || (more === undefined && /^\d{1,3}$/.test(length));
  return isLength && readAddress(base, new Uint32Array(4), 0) !== 0;
}

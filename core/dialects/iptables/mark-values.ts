import type { Comparison } from '../../model/condition.ts';
import { numberValue, readNumber, wordValue } from '../values.ts';

/** A 32-bit number with the bits that count. */
export interface MaskedNumber {
  readonly value: number;
  readonly mask: number;
}

/** `0x10/0xf0`, or `16` with all bits; null for what is no number. */
export function readMasked(text: string, allBits = 0xffffffff): MaskedNumber | null {
  const [value = '', mask, more] = text.split('/');
  const [number, bits] = [readNumber(value), mask === undefined ? allBits : readNumber(mask)];
  return number === null || bits === null || more !== undefined ? null : { value: number, mask: bits };
}

/** What a comparison with `0x10/0xf0` asks: a mask of all bits is none. */
export function maskedValues(text: string, allBits = 0xffffffff): Pick<Comparison, 'mask' | 'values'> {
  const read = readMasked(text, allBits);
  if (read === null) return { mask: null, values: [wordValue(text)] };
  return { mask: read.mask === allBits ? null : read.mask, values: [numberValue(read.value)] };
}

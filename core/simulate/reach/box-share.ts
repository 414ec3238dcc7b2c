import type { Box } from '../../kernel/sets/boxes.ts';
import { sizes, type ValueRange } from '../../kernel/sets/field-bits.ts';
import { headerFields, type HeaderSpace } from '../../kernel/sets/header-space.ts';

/** Which share of all bit strings of the fields a box holds, from 0 to 1. */
export function boxShare(
  { fields: bits }: Pick<HeaderSpace, 'fields'>,
  { fields, marks }: Pick<Box, 'fields' | 'marks'>,
): number {
  return headerFields.reduce((share, field) => {
    if (field === 'mark') return share * (marks?.reduce((sum, { mask }) => sum + 2 ** -onesIn(mask), 0) ?? 1);
    const ranges = fields[field];
    return ranges === null ? share : share * shareOf(ranges, bits[field].width);
  }, 1);
}

function shareOf(ranges: readonly ValueRange[], width: number): number {
  const all = Number(sizes(width)[0]);
  return ranges.reduce((sum, range) => sum + sizeOf(range) / all, 0);
}

function sizeOf({ first, last }: ValueRange): number {
  if (typeof first === 'bigint' || typeof last === 'bigint') return Number(BigInt(last) - BigInt(first)) + 1;
  return last - first + 1;
}

function onesIn(mask: number): number {
  let ones = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}

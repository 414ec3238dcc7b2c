import type { Value } from '../../model/rule-value.ts';
import type { AddressValue } from '../address.ts';
import { valueHolds } from '../conditions/value-holds.ts';
import { agreed } from '../conditions/judgement.ts';
import { type DecisionDiagrams, type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, joinedRanges, type ValueRange, withBits, withNumber } from '../sets/field-bits.ts';
import type { FieldCase } from './field-cases.ts';

/** Headers for which something certainly holds, and those for which that is not known. */
export interface Decided {
  readonly yes: Diagram;
  readonly open: Diagram;
}

export const never: Decided = { yes: NOTHING, open: NOTHING };

/** Where one case of a field has one of the values, of whose bits those of `mask` count (null: all). */
export function whereOneOf(
  diagrams: DecisionDiagrams,
  each: FieldCase,
  values: readonly Value[],
  mask: number | null,
): Decided {
  const [yes, open]: [Diagram[], Diagram[]] = [[], []];
  const ranges: ValueRange[] = [];
  for (const value of values) {
    const range = each.kind !== 'read' && mask === null ? rangeOf(each, value) : null;
    if (range !== null) {
      ranges.push(range);
      continue;
    }
    const decided = whereEquals(diagrams, each, value, mask);
    yes.push(decided.yes);
    open.push(decided.open);
  }
  if (ranges.length > 0 && each.kind !== 'read')
    yes.push(inRanges(diagrams, each.bits, joinedRanges(ranges)));
  const surely = diagrams.and(each.among, diagrams.union(yes));
  return { yes: surely, open: diagrams.minus(diagrams.and(each.among, diagrams.union(open)), surely) };
}

/** The values of a field of bits that are one range of it; null for all others. */
export function rangeOf(each: Exclude<FieldCase, { kind: 'read' }>, value: Value): ValueRange | null {
  if (each.kind === 'number')
    return value.kind === 'number' && each.change === null && value.first < 2 ** each.bits.width
      ? value
      : null;
  const isWide = each.bits.width > 32;
  if (value.kind === 'addresses') return (typeof value.first === 'bigint') === isWide ? value : null;
  if (value.kind !== 'network' || (typeof value.base === 'bigint') !== isWide) return null;
  const { base, mask } = value;
  if (typeof base === 'bigint' && typeof mask === 'bigint') {
    const free = ((1n << 128n) - 1n) ^ mask;
    return (free & (free + 1n)) === 0n ? { first: base & mask, last: (base & mask) | free } : null;
  }
  const free = ~Number(mask) >>> 0;
  const first = (Number(base) & Number(mask)) >>> 0;
  return (free & (free + 1)) === 0 ? { first, last: first + free } : null;
}

function whereEquals(
  diagrams: DecisionDiagrams,
  each: FieldCase,
  value: Value,
  mask: number | null,
): Decided {
  const sure = (yes: Diagram): Decided => ({ yes, open: NOTHING });
  const unsure: Decided = { yes: NOTHING, open: EVERYTHING };
  if (each.kind === 'read') {
    const holds = agreed(each.readings.map((reading) => valueHolds(reading, value, mask)));
    return holds === 'yes' ? sure(EVERYTHING) : holds === 'unknown' ? unsure : never;
  }
  if (value.kind === 'any') return sure(EVERYTHING);
  if (each.kind === 'address') {
    if (value.kind === 'addresses') return never;
    if (value.kind !== 'network') return unsure;
    if (isZero(value.mask)) return sure(EVERYTHING);
    if ((typeof value.base === 'bigint') !== each.bits.width > 32) return never;
    return sure(withBits(diagrams, each.bits, value.base, value.mask));
  }
  if (value.kind !== 'number') return unsure;
  const { keep, flip } = each.change ?? { keep: 0xffffffff, flip: 0 };
  const asked = (mask ?? 0xffffffff) >>> 0;
  if (value.first === value.last) {
    if (value.first > 0xffffffff || (value.first & ~asked) >>> 0 !== 0) return never;
    const fixed = (asked & ~keep) >>> 0;
    if (((value.first ^ flip) & fixed) >>> 0 !== 0) return never;
    if (each.bits.width < 32 && value.first >= 2 ** each.bits.width) return never;
    return sure(withNumber(diagrams, each.bits, (value.first ^ flip) >>> 0, (asked & keep) >>> 0));
  }
  return unsure;
}

function isZero(value: AddressValue): boolean {
  return value === 0 || value === 0n;
}

import type { AddressValue } from '../address.ts';
import { type Diagram, NOTHING } from './decision-diagrams.ts';
import { type FieldBits, sizes, type ValueRange } from './field-bits.ts';
import { type HeaderField, headerFields, type HeaderSpace } from './header-space.ts';

/** Headers whose fields are each in some ranges, independent of each other; null: any value. */
export type FieldRanges = Readonly<Record<Exclude<HeaderField, 'mark'>, readonly ValueRange[] | null>>;

/** The marks with the bits of `value` where `mask` has ones. */
export interface MaskedMark {
  readonly value: number;
  readonly mask: number;
}

/** A box of headers, and what the set says of all of them: a diagram over questions and ends. */
export interface Box {
  readonly fields: FieldRanges;
  readonly marks: readonly MaskedMark[] | null;
  readonly leaf: Diagram;
}

/** More ranges in one field than these are not listed: then the box is `null`. */
const MOST_RANGES = 200_000;

/**
 * The set as boxes that do not overlap, not more than `most`: at each field, values that leave the same set for the
 * fields after it stand in one box together. Null in place of what was too much.
 */
export function* boxesOf(space: HeaderSpace, set: Diagram, most: number): Generator<Box | null> {
  const fields: Record<string, readonly ValueRange[] | null> = {};
  let marks: readonly MaskedMark[] | null = null;
  let given = 0;
  /** What stands below several values of the fields before it is looked at once. */
  const known = new Map<Diagram, readonly FieldValues[]>();
  function* visit(at: Diagram, index: number): Generator<Box | null> {
    if (at === NOTHING || given > most) return;
    const field = headerFields[index];
    if (field === undefined) {
      given++;
      yield given > most ? null : { fields: { ...fields } as FieldRanges, marks, leaf: at };
      return;
    }
    const bits = space.fields[field];
    if (space.diagrams.levelOf(at) >= bits.first + bits.width) {
      fields[field] = null;
      if (field === 'mark') marks = null;
      yield* visit(at, index + 1);
      return;
    }
    if (field === 'mark') {
      for (const [rest, masked] of marksOf(space, at)) {
        marks = masked;
        yield* visit(rest, index + 1);
      }
      return;
    }
    let values = known.get(at);
    if (values === undefined) {
      values = valuesOf(space, at, bits);
      known.set(at, values);
    }
    for (const { rest, ranges } of values) {
      fields[field] = ranges;
      yield* visit(rest, index + 1);
    }
  }
  yield* visit(set, 0);
}

/** The values of a field that leave the same of a set. */
interface FieldValues {
  readonly rest: Diagram;
  readonly ranges: readonly ValueRange[];
}

/** What the values of one field leave of a set, each with all values that leave the same. */
function valuesOf(
  { diagrams }: HeaderSpace,
  set: Diagram,
  { first, width }: FieldBits,
): readonly FieldValues[] {
  const size = sizes(width);
  const byRest = new Map<Diagram, { first: AddressValue; last: AddressValue }[]>();
  let count = 0;
  const emit = (rest: Diagram, from: AddressValue, until: AddressValue): void => {
    const ranges = byRest.get(rest);
    const before = ranges?.at(-1);
    if (ranges === undefined) byRest.set(rest, [{ first: from, last: until }]);
    else if (before !== undefined && add(before.last, 1) === from) before.last = until;
    else {
      count++;
      if (count <= MOST_RANGES) ranges.push({ first: from, last: until });
    }
  };
  const visit = (at: Diagram, bit: number, base: AddressValue): void => {
    if (at === NOTHING) return;
    const level = diagrams.levelOf(at);
    if (level >= first + width) {
      emit(at, base, add(add(base, size[bit] as AddressValue), -1));
      return;
    }
    const asks = level === first + bit;
    visit(asks ? diagrams.lowOf(at) : at, bit + 1, base);
    visit(asks ? diagrams.highOf(at) : at, bit + 1, add(base, size[bit + 1] as AddressValue));
  };
  visit(set, 0, width > 32 ? 0n : 0);
  return Array.from(byRest, ([rest, ranges]) => ({ rest, ranges }));
}

/** Marks are asked by masks, which as ranges would be many. */
function marksOf(
  { diagrams, fields }: HeaderSpace,
  set: Diagram,
): ReadonlyMap<Diagram, readonly MaskedMark[]> {
  const { first, width } = fields.mark;
  const byRest = new Map<Diagram, MaskedMark[]>();
  const visit = (at: Diagram, value: number, mask: number): void => {
    if (at === NOTHING) return;
    const level = diagrams.levelOf(at);
    if (level >= first + width) {
      const known = byRest.get(at);
      const marks = { value: value >>> 0, mask: mask >>> 0 };
      if (known === undefined) byRest.set(at, [marks]);
      else known.push(marks);
      return;
    }
    const bit = 1 << (width - 1 - (level - first));
    visit(diagrams.lowOf(at), value, mask | bit);
    visit(diagrams.highOf(at), value | bit, mask | bit);
  };
  visit(set, 0, 0);
  return byRest;
}

function add(one: AddressValue, more: AddressValue): AddressValue {
  return typeof one === 'bigint' ? one + BigInt(more) : one + Number(more);
}

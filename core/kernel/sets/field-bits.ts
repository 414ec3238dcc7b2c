import type { AddressValue } from '../address.ts';
import { type DecisionDiagrams, type Diagram, EVERYTHING, NOTHING } from './decision-diagrams.ts';

/** Where a field of the header stands among the bits: its highest bit has the level `first`. */
export interface FieldBits {
  readonly first: number;
  readonly width: number;
}

/** Both ends included. */
export interface ValueRange {
  readonly first: AddressValue;
  readonly last: AddressValue;
}

/** Headers whose field has the bits of `value` where `mask` has ones. */
export function withBits(
  diagrams: DecisionDiagrams,
  { first, width }: FieldBits,
  value: AddressValue,
  mask: AddressValue,
): Diagram {
  let diagram = EVERYTHING;
  let [bits, asked] = [BigInt(value), BigInt(mask)];
  for (let level = first + width - 1; level >= first; level--) {
    if ((asked & 1n) === 1n)
      diagram =
        (bits & 1n) === 1n ? diagrams.node(level, NOTHING, diagram) : diagrams.node(level, diagram, NOTHING);
    bits >>= 1n;
    asked >>= 1n;
  }
  return diagram;
}

/** The same for numbers of up to 32 bits, which are many. */
export function withNumber(
  diagrams: DecisionDiagrams,
  { first, width }: FieldBits,
  value: number,
  mask = 0xffffffff,
): Diagram {
  let diagram = EVERYTHING;
  for (let bit = 0; bit < width; bit++) {
    if (((mask >>> bit) & 1) === 0) continue;
    const level = first + width - 1 - bit;
    diagram =
      ((value >>> bit) & 1) === 1
        ? diagrams.node(level, NOTHING, diagram)
        : diagrams.node(level, diagram, NOTHING);
  }
  return diagram;
}

/** The headers of `within` whose field is in one of the ranges, which are in order and apart. */
export function inRanges(
  diagrams: DecisionDiagrams,
  field: FieldBits,
  ranges: readonly ValueRange[],
  within: Diagram = EVERYTHING,
): Diagram {
  const { first, width } = field;
  const end = first + width;
  const build = (set: Diagram, bit: number, base: AddressValue, from: number, until: number): Diagram => {
    if (from >= until || set === NOTHING) return NOTHING;
    const size = sizes(width)[bit] as AddressValue;
    const lastOfAll = plus(base, size, -1);
    const only = ranges[from] as ValueRange;
    if (until - from === 1 && only.first <= base && only.last >= lastOfAll) return set;
    const level = diagrams.levelOf(set);
    // Bits above the field are left as they are.
    if (level < first)
      return diagrams.node(
        level,
        build(diagrams.lowOf(set), 0, base, from, until),
        build(diagrams.highOf(set), 0, base, from, until),
      );
    if (bit === width) return set;
    const own = first + bit;
    const [low, high] = level === own ? [diagrams.lowOf(set), diagrams.highOf(set)] : [set, set];
    const middle = plus(base, sizes(width)[bit + 1] as AddressValue, 0);
    const split = firstReaching(ranges, middle, from, until);
    const after = split < until && (ranges[split] as ValueRange).first < middle ? split + 1 : split;
    return diagrams.node(
      own,
      build(low, bit + 1, base, from, after),
      build(high, bit + 1, middle, split, until),
    );
  };
  const zero = width > 32 ? 0n : 0;
  if (diagrams.levelOf(within) >= first || end <= first) return build(within, 0, zero, 0, ranges.length);
  return aboveOnce(diagrams, within, first, (set) => build(set, 0, zero, 0, ranges.length));
}

/** Replaces what a set has from a level on, each part once. */
function aboveOnce(
  diagrams: DecisionDiagrams,
  set: Diagram,
  first: number,
  replace: (part: Diagram) => Diagram,
): Diagram {
  const done = new Map<Diagram, Diagram>();
  const visit = (part: Diagram): Diagram => {
    if (part === NOTHING) return NOTHING;
    let made = done.get(part);
    if (made !== undefined) return made;
    const level = diagrams.levelOf(part);
    made =
      level >= first
        ? replace(part)
        : diagrams.node(level, visit(diagrams.lowOf(part)), visit(diagrams.highOf(part)));
    done.set(part, made);
    return made;
  };
  return visit(set);
}

/** Ranges in order, those that overlap or touch as one. */
export function joinedRanges(ranges: readonly ValueRange[]): readonly ValueRange[] {
  const sorted = ranges.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const joined: ValueRange[] = [];
  for (const range of sorted) {
    const before = joined.at(-1);
    if (before !== undefined && range.first <= plus(before.last, 1, 0)) {
      if (range.last > before.last) joined[joined.length - 1] = { first: before.first, last: range.last };
    } else joined.push(range);
  }
  return joined;
}

/** The place of the first range whose last value reaches `value`, among those from `from` to before `until`. */
export function firstReaching(
  ranges: readonly ValueRange[],
  value: AddressValue,
  from: number,
  until: number,
): number {
  let [low, high] = [from, until];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle] as ValueRange).last < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const known = new Map<number, readonly AddressValue[]>();

/** How many values share the first `bit` bits, by `bit`. */
export function sizes(width: number): readonly AddressValue[] {
  let list = known.get(width);
  if (list === undefined) {
    list = Array.from({ length: width + 1 }, (_, bit) =>
      width > 32 ? 1n << BigInt(width - bit) : 2 ** (width - bit),
    );
    known.set(width, list);
  }
  return list;
}

function plus(one: AddressValue, other: AddressValue, more: number): AddressValue {
  return typeof one === 'bigint' ? one + BigInt(other) + BigInt(more) : one + Number(other) + more;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf } from './boxes.ts';
import { DecisionDiagrams, type Diagram, EVERYTHING, NOTHING, TooManyNodes } from './decision-diagrams.ts';
import { type FieldBits, inRanges, joinedRanges, withBits, withNumber } from './field-bits.ts';
import { answersOf, forAllAnswers, forSomeAnswers, newHeaderSpace } from './header-space.ts';
import { holdsHeader, sampleHeader } from './sample.ts';

const byte: FieldBits = { first: 0, width: 8 };
const all = Array.from({ length: 256 }, (_, value) => value);
const ranges = fc
  .array(fc.tuple(fc.nat(255), fc.nat(255)))
  .map((pairs) => joinedRanges(pairs.map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }))));

function valuesIn(diagrams: DecisionDiagrams, set: Diagram): number[] {
  return all.filter((value) => diagrams.and(set, withNumber(diagrams, byte, value)) !== NOTHING);
}

function covered(list: readonly { first: number | bigint; last: number | bigint }[]): number[] {
  return all.filter((value) => list.some(({ first, last }) => first <= value && value <= last));
}

it('sets_of_ranges_are_joined_cut_and_taken_away_as_lists_of_values_are', () => {
  fc.assert(
    fc.property(ranges, ranges, (some, others) => {
      const diagrams = new DecisionDiagrams(1 << 16);
      const [one, other] = [inRanges(diagrams, byte, some), inRanges(diagrams, byte, others)];
      const [ones, theirs] = [covered(some), covered(others)];
      expect(valuesIn(diagrams, one)).toEqual(ones);
      expect(valuesIn(diagrams, diagrams.and(one, other))).toEqual(
        ones.filter((value) => theirs.includes(value)),
      );
      expect(valuesIn(diagrams, diagrams.or(one, other))).toEqual(
        all.filter((value) => ones.includes(value) || theirs.includes(value)),
      );
      expect(valuesIn(diagrams, diagrams.minus(one, other))).toEqual(
        ones.filter((value) => !theirs.includes(value)),
      );
      expect(inRanges(diagrams, byte, some, other)).toBe(diagrams.and(one, other));
      expect(diagrams.not(diagrams.not(one))).toBe(one);
    }),
  );
});

it('equal_sets_are_one_number_however_they_were_made', () => {
  const diagrams = new DecisionDiagrams(1 << 16);
  const halves = diagrams.or(withNumber(diagrams, byte, 0, 0x80), withNumber(diagrams, byte, 0x80, 0x80));
  expect(halves).toBe(EVERYTHING);
  expect(diagrams.union(all.map((value) => withNumber(diagrams, byte, value)))).toBe(EVERYTHING);
  expect(withBits(diagrams, byte, 0x10n, 0xf0n)).toBe(
    inRanges(diagrams, byte, [{ first: 0x10, last: 0x1f }]),
  );
});

it('more_nodes_than_allowed_are_refused', () => {
  const diagrams = new DecisionDiagrams(1 << 12);
  const wide: FieldBits = { first: 0, width: 32 };
  const random = (index: number): number => Math.imul(index, 0x9e3779b1) >>> 0;
  expect(() => {
    for (let index = 0; index < 1000; index++) withNumber(diagrams, wide, random(index));
  }).toThrow(TooManyNodes);
});

describe('a space of headers', () => {
  it('has_what_holds_for_some_and_for_all_answers', () => {
    const space = newHeaderSpace('ipv4', ['eth0']);
    const { diagrams, fields } = space;
    const port = withNumber(diagrams, fields.dport, 22);
    const [no = NOTHING, yes = NOTHING] = answersOf(space, 'limit', 2);
    const either = diagrams.or(diagrams.and(port, yes), diagrams.and(port, no));
    expect(either).toBe(port);
    expect(forSomeAnswers(space, diagrams.and(port, yes))).toBe(port);
    expect(forAllAnswers(space, diagrams.and(port, yes))).toBe(NOTHING);
    expect(forAllAnswers(space, diagrams.or(port, yes))).toBe(port);
    const three = answersOf(space, 'next hop', 3);
    expect(diagrams.union(three)).toBe(EVERYTHING);
    expect(diagrams.and(three[1] ?? NOTHING, three[2] ?? NOTHING)).toBe(NOTHING);
  });

  it('gives_boxes_that_do_not_overlap_and_are_the_set', () => {
    const space = newHeaderSpace('ipv4', ['eth0', 'eth1', 'eth2']);
    const { diagrams, fields } = space;
    const set = diagrams.or(
      diagrams.and(
        inRanges(diagrams, fields.dport, [{ first: 20, last: 30 }]),
        withNumber(diagrams, fields.src, 0x0a000000, 0xff000000),
      ),
      withNumber(diagrams, fields.mark, 0x10, 0xf0),
    );
    const boxes = [...boxesOf(space, set, 100)].map((box) => {
      if (box === null) throw new Error('too many');
      const of = (field: 'dport' | 'src'): Diagram => {
        const list = box.fields[field];
        return list === null ? EVERYTHING : inRanges(diagrams, fields[field], list);
      };
      const marks = box.marks?.map(({ value, mask }) => withNumber(diagrams, fields.mark, value, mask));
      return [of('dport'), of('src'), marks === undefined ? EVERYTHING : diagrams.union(marks)].reduce(
        (sum, each) => diagrams.and(sum, each),
      );
    });
    expect(diagrams.union(boxes)).toBe(set);
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(index + 1)) expect(diagrams.and(box, other)).toBe(NOTHING);
  });

  it('gives_headers_of_a_set_and_knows_them_again', () => {
    const space = newHeaderSpace('ipv6', ['eth0']);
    const { diagrams, fields } = space;
    const set = inRanges(diagrams, fields.dst, [{ first: 5n, last: 1n << 100n }]);
    const header = sampleHeader(space, set);
    expect(header?.dst).toBeGreaterThanOrEqual(5n);
    expect(header === null ? null : holdsHeader(space, set, header)).toBe(EVERYTHING);
    expect(sampleHeader(space, NOTHING)).toBeNull();
  });
});

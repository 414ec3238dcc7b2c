import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBetween, deltaNumber, NearNumbersWriter } from './delta-column.ts';

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }) },
    fc.integer({ min: -5000, max: 70_000 }),
    fc.constantFrom(-1e12, 1e12, NaN, 0.5),
  ),
  { maxLength: 400 },
);

/** Numbers by their distances; NaN stands for itself. */
function numbersOf(distances: readonly number[]): number[] {
  let last = 594_600_593_813;
  return distances.map((distance) => (Number.isNaN(distance) ? NaN : (last += distance)));
}

function written(numbers: readonly number[], pieces: readonly number[]) {
  const writer = new NearNumbersWriter();
  let from = 0;
  for (const piece of pieces) {
    const part = numbers.slice(from, from + piece);
    writer.pushAll(Float64Array.from(part), part.length);
    from += part.length;
  }
  writer.pushAll(new Float64Array(0), 0);
  for (const number of numbers.slice(from)) writer.push(number);
  return writer.numbers();
}

test('numbers_are_read_as_they_were_written_in_whatever_pieces', () => {
  fc.assert(
    fc.property(steps, fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }), (distances, pieces) => {
      const numbers = numbersOf(distances);
      const near = written(numbers, pieces);
      expect(numbers.map((_, index) => deltaNumber(near, index))).toEqual(numbers);
      expect(near).toEqual(written(numbers, []));
    }),
    { numRuns: 200 },
  );
});

test('neighbours_take_two_bytes_and_strangers_do_not_cost_the_others_more', () => {
  const numbers = Array.from({ length: 640 }, (_, index) => 1e9 + index * 12);
  numbers[200] = 5;
  const { offsets, bases, far } = written(numbers, []);
  expect(offsets).toHaveLength(640);
  expect(bases).toHaveLength(10);
  expect([...far.keys()]).toEqual([3]);
});

test('nothing_takes_nothing', () => {
  const { offsets, bases } = written([], []);
  expect([offsets.buffer.byteLength, bases.buffer.byteLength].every((bytes) => bytes < 1024)).toBe(true);
});

test('a_distance_to_what_is_not_known_may_be_any', () => {
  const near = written([100, 350, NaN], []);
  expect([isBetween(near, 0, 1, 0, 250), isBetween(near, 0, 1, 0, 249)]).toEqual([true, false]);
  expect([isBetween(near, 1, 0, -250, 0), isBetween(near, 1, 0, -249, 0)]).toEqual([true, false]);
  expect([isBetween(near, 0, 2, 0, 0), isBetween(near, 2, 0, 0, 0)]).toEqual([true, true]);
});

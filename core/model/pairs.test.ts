import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pairs } from './pairs.ts';

const numbers = fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 0xffffffff }));

test('equal_pairs_have_one_number_and_new_ones_the_next', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, numbers), { maxLength: 300 }), (drawn) => {
      const pairs = new Pairs();
      const known = new Map<string, number>();
      for (const [first, second] of drawn) {
        const key = `${first} ${second}`;
        if (!known.has(key)) known.set(key, known.size);
        expect(pairs.number(first, second)).toBe(known.get(key));
      }
      expect(pairs.count).toBe(known.size);
    }),
  );
});

test('many_pairs_keep_their_numbers_while_the_table_grows', () => {
  const pairs = new Pairs();
  const numbers = () =>
    Array.from({ length: 40_000 }, (_, i) => pairs.number((i >> 8) << 16, (i & 0xff) << 16));
  const inOrder = Array.from({ length: 40_000 }, (_, i) => i);
  expect(numbers()).toEqual(inOrder);
  expect(numbers()).toEqual(inOrder);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimise } from './minimise.ts';

test('what_is_left_holds_and_nothing_of_it_can_go', () => {
  const wanted = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 4 });
  fc.assert(
    fc.property(wanted, fc.integer({ min: 41, max: 60 }), (needed, count) => {
      const items = Array.from({ length: count }, (_, i) => i);
      const part = minimise(items, (some) => needed.every((each) => some.includes(each)));
      expect([...part].sort()).toEqual([...needed].sort());
    }),
  );
});

test('of_two_that_would_do_the_one_that_stands_last_is_kept', () => {
  expect(minimise(['a', 'b', 'c'], (some) => some.includes('a') || some.includes('c'))).toEqual(['c']);
});

test('one_culprit_among_many_is_found_in_few_trials', () => {
  const items = Array.from({ length: 4096 }, (_, i) => i);
  let trials = 0;
  const part = minimise(items, (some) => (trials++, some.includes(1234)));
  expect(part).toEqual([1234]);
  expect(trials).toBeLessThan(60);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAlike } from './alike-rows.ts';

test('each_row_is_told_the_first_that_is_equal_in_all_columns', () => {
  const row = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(-1, 0, 0x7fffffff), fc.nat({ max: 2 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const columns = [0, 1, 2].map((i) => Int32Array.from(rows, (each) => each[i] as number));
      const keys = rows.map((each) => each.join(' '));
      expect([...firstAlike(rows.length, columns)]).toEqual(keys.map((key) => keys.indexOf(key)));
    }),
  );
});

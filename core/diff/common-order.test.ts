import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonOrder } from './common-order.ts';

const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

/** The textbook's table, one entry for each pair of places. */
function lengthByTable(before: readonly string[], after: readonly string[]): number {
  const table = before.concat('').map(() => after.concat('').map(() => 0));
  before.forEach((one, i) =>
    after.forEach((other, j) => {
      const row = table[i + 1] as number[];
      row[j + 1] = one === other ? (table[i]?.[j] ?? 0) + 1 : Math.max(table[i]?.[j + 1] ?? 0, row[j] ?? 0);
    }),
  );
  return table.at(-1)?.at(-1) ?? 0;
}

test('it_is_common_in_order_and_as_long_as_can_be', () => {
  fc.assert(
    fc.property(keys, keys, (before, after) => {
      const pairs = commonOrder(before, after);
      for (const [i, j] of pairs) expect(before[i]).toBe(after[j]);
      for (const [n, [i, j]] of pairs.entries()) {
        const last = pairs[n - 1] ?? [-1, -1];
        expect(i).toBeGreaterThan(last[0]);
        expect(j).toBeGreaterThan(last[1]);
      }
      expect(pairs.length).toBe(lengthByTable(before, after));
    }),
  );
});

test('thousands_of_rules_are_no_burden', () => {
  const many = Array.from({ length: 30_000 }, (_, i) => `rule ${i}`);
  const moved = [...many.slice(10, 20_000), ...many.slice(0, 10), ...many.slice(20_001)];
  expect(commonOrder(many, moved).length).toBe(many.length - 11);
});

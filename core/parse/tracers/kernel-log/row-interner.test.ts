import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowInterner } from './row-interner.ts';

test('equal_rows_have_one_number_whatever_their_hashes', () => {
  const cell = fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(0xffffffff, 0x80000000, 0x9e3779b1, -1));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 600 }), (rows) => {
      const interner = new RowInterner(3);
      const numbers = new Map<string, number>();
      // Every row stands somewhere in the middle of others.
      const all = Int32Array.from(rows.flat());
      rows.forEach((_, index) => {
        const key = all.subarray(index * 3, index * 3 + 3).join();
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        expect(interner.intern(all, index * 3)).toBe(numbers.get(key));
      });
      const together = new RowInterner(3);
      const found = new Int32Array(rows.length);
      together.internAll(all, rows.length, found);
      expect(found.join()).toBe(rows.map((_, index) => interner.intern(all, index * 3)).join());
      const kept = [...numbers.keys()];
      expect(interner.count).toBe(kept.length);
      expect(interner.rows().join()).toBe(kept.join());
      const columns = interner.columns();
      kept.forEach((key, id) => expect(columns.map((column) => (column[id] as number) | 0).join()).toBe(key));
    }),
    { numRuns: 50 },
  );
});

test('a_column_takes_as_few_bytes_as_its_numbers_need', () => {
  const interner = new RowInterner(3);
  interner.intern(Int32Array.of(255, 256, 65536));
  interner.intern(Int32Array.of(7, 65535, 0));
  expect(interner.columns()).toEqual([
    Uint8Array.of(255, 7),
    Uint16Array.of(256, 65535),
    Uint32Array.of(65536, 0),
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteInterner, RowInterner } from './interner.ts';

test('equal_byte_strings_have_one_number_in_order_of_appearance_and_others_another', () => {
  const word = fc.array(fc.constantFrom(0, 1, 97, 98, 255), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 600 }), (words) => {
      const interner = new ByteInterner();
      const numbers = new Map<string, number>();
      for (const each of words) {
        const bytes = Uint8Array.from([9, ...each, 9]);
        const key = each.join();
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        expect(interner.intern(bytes, 1, bytes.length - 1)).toBe(numbers.get(key));
      }
      expect(interner.texts).toHaveLength(numbers.size);
    }),
    { numRuns: 50 },
  );
});

test('a_hundred_thousand_names_survive_the_growth_of_every_table', () => {
  const interner = new ByteInterner(['']);
  const names = Array.from({ length: 100_000 }, (_, i) => `veth${i.toString(36)}`);
  const first = names.map((name) => interner.internText(name));
  expect(first).toEqual(names.map((_, i) => i + 1));
  expect(names.map((name) => interner.internText(name))).toEqual(first);
  expect(interner.texts.slice(1)).toEqual(names);
});

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
      const kept = [...numbers.keys()];
      expect(interner.count).toBe(kept.length);
      const columns = [0, 1, 2].map((index) => interner.column(index));
      kept.forEach((key, id) => expect(columns.map((column) => (column[id] as number) | 0).join()).toBe(key));
      expect(interner.rows().join()).toBe(kept.join());
    }),
    { numRuns: 50 },
  );
});

test('a_column_takes_as_few_bytes_as_its_numbers_need', () => {
  const interner = new RowInterner(3);
  interner.intern(Int32Array.of(255, 256, 65536));
  interner.intern(Int32Array.of(7, 65535, 0));
  const columns = [0, 1, 2].map((index) => interner.column(index));
  expect(columns).toEqual([Uint8Array.of(255, 7), Uint16Array.of(256, 65535), Uint32Array.of(65536, 0)]);
});

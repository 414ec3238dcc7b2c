import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteInterner } from './interner.ts';

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

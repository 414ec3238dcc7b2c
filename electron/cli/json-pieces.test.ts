import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

const printed = (document: unknown): string => [...jsonPieces(document)].join('');

test('a document is printed as JSON.stringify prints it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())), (document) => {
      expect(printed(document)).toBe(JSON.stringify(document, null, 1));
    }),
  );
});

test('so are long lists, in pieces', () => {
  const rows = Array.from({ length: 2500 }, (_, row) => ({
    row,
    text: `-A "${row}"\n`,
    at: { line: [row] },
  }));
  const document = {
    schema: 'a',
    'ru"les': rows,
    none: undefined,
    empty: [],
    numbers: rows.map(({ row }) => row),
  };
  expect(printed(document)).toBe(JSON.stringify(document, null, 1));
  expect([...jsonPieces(document)].length).toBeGreaterThan(5);
});

test('so are long lists in whatever stands around them, none of the pieces long', () => {
  const long = Array.from({ length: 1500 }, (_, number) => ({ number, of: [number] }));
  const around = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(
        long,
        [],
        {},
        null,
        undefined,
        'a "b"\n',
        0.5,
        [[]],
        Array(1001).fill(undefined),
      ),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b"', '__proto__ '), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(around, (value) => {
      const document = { value };
      const pieces = [...jsonPieces(document)];
      expect(pieces.join('')).toBe(JSON.stringify(document, null, 1));
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
    }),
    { numRuns: 60 },
  );
});

test('what has nothing to print is an empty object', () => {
  expect(printed({ none: undefined })).toBe('{}');
});

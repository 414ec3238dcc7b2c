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

test('what has nothing to print is an empty object', () => {
  expect(printed({ none: undefined })).toBe('{}');
});

import { expect, test } from 'vitest';
import { readPlace } from './printed-place.ts';

test('the chain may hold colons', () => {
  expect(readPlace('filter:a:b:return:12')).toEqual({
    table: 'filter',
    chain: 'a:b',
    kind: 'return',
    number: 12,
  });
});

test.each([
  'filter:FORWARD:rule:0',
  'filter:FORWARD:policy:01',
  'filter:rule:1',
  '\r:FORWARD:rule:1',
  'filter:FORWARD:rule:9999999999',
])('no place: %s', (text) => {
  expect(readPlace(text)).toBeNull();
});

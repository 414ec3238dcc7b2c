import { expect, test } from 'vitest';
import { printedCounter } from './printed-counter.ts';

test('a counter of 64 bits', () => {
  expect(printedCounter('3', '18446744073709551615')).toEqual({ packets: 3, bytes: 2 ** 64 });
});

test.each([
  ['3', '9'.repeat(400)],
  ['3', undefined],
  ['', '4'],
  ['-1', '4'],
  ['many', '4'],
])('no counter: %s, %s', (packets, bytes) => {
  expect(printedCounter(packets, bytes)).toBeNull();
});

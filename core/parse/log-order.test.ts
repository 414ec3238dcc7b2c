import { expect, test } from 'vitest';
import { inReadingOrder } from './log-order.ts';

const order = (...paths: readonly string[]): readonly string[] =>
  inReadingOrder(paths.map((path) => ({ path, namesHost: true }))).map(({ path }) => path);

test('the parts of a rotated log are read from the oldest to the current one', () => {
  expect(order('kern.log', 'kern.log.1', 'kern.log.10.gz', 'kern.log.2.gz')).toEqual([
    'kern.log.10.gz',
    'kern.log.2.gz',
    'kern.log.1',
    'kern.log',
  ]);
});

test('dates in names count, whatever the compression', () => {
  expect(order('messages', 'messages-20261121', 'messages-20260101.zst', 'messages-20261114.xz')).toEqual([
    'messages-20260101.zst',
    'messages-20261114.xz',
    'messages-20261121',
    'messages',
  ]);
  expect(order('kern.log-20261121-1700', 'kern.log-20261121-0900')).toEqual([
    'kern.log-20261121-0900',
    'kern.log-20261121-1700',
  ]);
});

test('the series of two folders do not mix', () => {
  expect(order('a/kern.log', 'b/kern.log.1', 'a/kern.log.1', 'b/kern.log')).toEqual([
    'a/kern.log.1',
    'a/kern.log',
    'b/kern.log.1',
    'b/kern.log',
  ]);
});

test('a log that names its host comes before one that does not', () => {
  const logs = [
    { path: 'dmesg.txt', namesHost: false },
    { path: 'kern.log', namesHost: true },
  ];
  expect(inReadingOrder(logs).map(({ path }) => path)).toEqual(['kern.log', 'dmesg.txt']);
});

import { expect, test } from 'vitest';
import { beginningOf } from './log-moment.ts';
import { inReadingOrder, orderNotes } from './log-order.ts';

const order = (...paths: readonly string[]): readonly string[] =>
  inReadingOrder(paths.map((path) => ({ path, namesHost: true, begins: {} }))).map(({ path }) => path);

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
    { path: 'dmesg.txt', namesHost: false, begins: {} },
    { path: 'kern.log', namesHost: true, begins: {} },
  ];
  expect(inReadingOrder(logs).map(({ path }) => path)).toEqual(['kern.log', 'dmesg.txt']);
});

const logs = (lines: Readonly<Record<string, string>>) =>
  Object.entries(lines).map(([path, line]) => ({ path, namesHost: true, begins: beginningOf([line]) }));
const byTime = (lines: Readonly<Record<string, string>>): readonly string[] =>
  inReadingOrder(logs(lines)).map(({ path }) => path);

test('logs of different names follow each other by their time', () => {
  expect(
    byTime({
      'a.log': '2026-11-21T06:36:49+0000 rtr kernel: x',
      'b.log': '2026-11-21T07:30:00+01:00 rtr kernel: x',
      'c.json': '{"__REALTIME_TIMESTAMP":"1795240000000000","_HOSTNAME":"rtr","MESSAGE":"x"}',
    }),
  ).toEqual(['c.json', 'b.log', 'a.log']);
  expect(byTime({ a: 'rtr kernel: [  20.000001] x', b: 'rtr kernel: [   3.000001] x' })).toEqual(['b', 'a']);
  expect(byTime({ a: '[Sat Nov 21 06:36:49 2026] x', b: '[Sat Nov 21 06:36:48 2026] x' })).toEqual([
    'b',
    'a',
  ]);
});

test('the turn of the year lies in the longest pause of stamps without a year', () => {
  expect(
    byTime({
      a: 'Jan  1 00:00:10 rtr kernel: x',
      b: 'Dec 31 23:59:10 rtr kernel: x',
      c: 'Dec 30 10:00:00 rtr kernel: x',
    }),
  ).toEqual(['c', 'b', 'a']);
  expect(byTime({ a: 'Mar  1 00:00:10 rtr kernel: x', b: 'Feb 29 23:59:10 rtr kernel: x' })).toEqual([
    'b',
    'a',
  ]);
});

test('logs without a clock in common keep their order, and that is said', () => {
  const lines = { b: '[  20.000001] x', a: 'Jan  1 00:00:10 rtr kernel: x' };
  expect(byTime(lines)).toEqual(['b', 'a']);
  expect(orderNotes(logs(lines)).map(({ code, file }) => [code, file])).toEqual([['log-order-unknown', 'b']]);
  expect(orderNotes(logs({ ...lines, a: 'Jan  1 00:00:10 rtr kernel: [  30.000001] x' }))).toEqual([]);
  expect(orderNotes(logs({ a: 'no log at all', b: '[  20.000001] x' }))).toEqual([]);
});

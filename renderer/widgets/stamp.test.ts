import { expect, it } from 'vitest';
import { isSameDay, timeOf, timeSpan } from './stamp.ts';

it.each([
  ['Nov 21 07:53:14', 'Nov 21 07:54:01', 'Nov 21 07:53:14 – 07:54:01'],
  ['[Sat Nov 21 07:53:20 2026]', '[Sat Nov 21 07:53:22 2026]', 'Sat Nov 21 2026 07:53:20 – 07:53:22'],
  [
    '2026-11-21T06:36:49.080676+00:00',
    '2026-11-21T06:36:50.1+00:00',
    '2026-11-21 06:36:49.080676 – 06:36:50.1 +00:00',
  ],
  ['Nov 21 23:59:59', 'Nov 22 00:00:01', 'Nov 21 23:59:59 – Nov 22 00:00:01'],
  ['', '', ''],
])('a_span_says_the_day_once: %s', (first, last, span) => {
  expect(timeSpan(first, last)).toBe(span);
});

it('rows_show_the_day_only_where_it_differs', () => {
  expect(isSameDay('Nov 21 07:53:14', 'Nov 21 08:00:00')).toBe(true);
  expect(timeOf('Nov 21 07:53:14', true)).toBe('07:53:14');
  expect(timeOf('[Sat Nov 21 07:53:20 2026]', false)).toBe('Sat Nov 21 07:53:20 2026');
});

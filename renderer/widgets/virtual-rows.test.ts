import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostDrawn, rowAfterKey, scrollTopToShow, turnOfRows, virtualRows } from './virtual-rows.ts';

const shape = { count: 1000, rowHeight: 20, viewHeight: 200 };
const long = { count: 5_000_000, rowHeight: 20, viewHeight: 200 };

it('draws_the_rows_in_sight_where_they_belong', () => {
  expect(virtualRows(shape, 0, 0)).toEqual({ scrollHeight: 20_000, first: 0, end: 11, top: 0 });
  expect(virtualRows(shape, 50, 0)).toEqual({ scrollHeight: 20_000, first: 2, end: 13, top: 40 });
});

it('a_list_longer_than_a_browser_allows_still_reaches_its_last_row', () => {
  const { scrollHeight } = virtualRows(long, 0);
  expect(scrollHeight).toBeLessThan(17_000_000);
  const last = virtualRows(long, scrollHeight - 200, 0);
  expect(last.end).toBe(long.count);
  expect(last.top + (last.end - last.first) * 20).toBeCloseTo(scrollHeight, 3);
});

it('whatever_the_position_the_view_is_filled', () => {
  const lists = fc.record({
    count: fc.integer({ min: 1, max: 20_000_000 }),
    rowHeight: fc.integer({ min: 10, max: 40 }),
    viewHeight: fc.integer({ min: 50, max: 2000 }),
  });
  fc.assert(
    fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (list, fraction) => {
      const { scrollHeight } = virtualRows(list, 0);
      const position = fraction * Math.max(0, scrollHeight - list.viewHeight);
      const rows = virtualRows(list, position, 0);
      const bottom = rows.top + (rows.end - rows.first) * list.rowHeight;
      expect(rows.top).toBeLessThanOrEqual(position + 0.01);
      expect(bottom).toBeGreaterThanOrEqual(Math.min(position + list.viewHeight, scrollHeight) - 0.01);
    }),
  );
});

it('as_many_rows_are_drawn_wherever_the_list_stands', () => {
  for (let position = 200; position < 400; position++) {
    const { first, end } = virtualRows(shape, position);
    expect(end - first).toBe(mostDrawn(shape));
  }
});

it('rows_keep_their_element_while_they_scroll_and_elements_their_order_in_a_jump', () => {
  const most = 24;
  const elementOf = (row: number, { turn }: { turn: number }) => (row + turn) % most;
  const start = turnOfRows({ first: 0, most: 0, turn: 0 }, 7, most);
  const scrolled = turnOfRows(start, 12, most);
  expect(elementOf(12, scrolled)).toBe(elementOf(12, start));
  for (const far of [500_011, 40]) {
    const jumped = turnOfRows(scrolled, far, most);
    expect(elementOf(far, jumped)).toBe(elementOf(12, scrolled));
  }
});

it('a_row_that_is_scrolled_to_is_in_sight', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_999_999 }),
      fc.integer({ min: 0, max: 14_999_000 }),
      (row, from) => {
        const rows = virtualRows(long, scrollTopToShow(long, from, row), 0);
        expect(row).toBeGreaterThanOrEqual(rows.first);
        expect(row).toBeLessThan(rows.end);
      },
    ),
  );
});

it('keys_move_within_the_list', () => {
  expect(rowAfterKey('ArrowDown', 3, shape)).toBe(4);
  expect(rowAfterKey('PageDown', 0, shape)).toBe(9);
  expect(rowAfterKey('End', 3, shape)).toBe(999);
  expect(rowAfterKey('ArrowUp', 0, shape)).toBe(0);
  expect(rowAfterKey('x', 0, shape)).toBe(null);
});

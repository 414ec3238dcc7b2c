import { expect, it } from 'vitest';
import { viewOf } from './view.ts';

const room = { width: 700, height: 460 };
const box = (left: number, top: number) => ({ left, top, right: left + 80, bottom: top + 30 });
const row = (count: number) => Array.from({ length: count }, (_, i) => box(i * 140, 0));

/** What of the drawing is in sight, in its own coordinates. */
function sightOf(view: ReturnType<typeof viewOf>) {
  const { zoom, pan } = view ?? { zoom: 1, pan: { x: 0, y: 0 } };
  return { left: -pan.x / zoom, right: (room.width - pan.x) / zoom, zoom };
}

it('all_is_shown_where_it_can_be_read', () => {
  const { left, right, zoom } = sightOf(viewOf(row(4), [], room, 0.92));
  expect(zoom).toBeGreaterThanOrEqual(0.92);
  expect(left).toBeLessThanOrEqual(0);
  expect(right).toBeGreaterThanOrEqual(3 * 140 + 80);
});

it('else_the_whole_way_from_end_to_end', () => {
  const boxes = row(20);
  const { left, right, zoom } = sightOf(viewOf(boxes, boxes.slice(10, 14), room, 0.92));
  expect(zoom).toBeGreaterThanOrEqual(0.92);
  expect(left).toBeLessThanOrEqual(10 * 140);
  expect(right).toBeGreaterThanOrEqual(13 * 140 + 80);
});

it('else_the_end_of_the_way', () => {
  const boxes = row(20);
  const { left, right } = sightOf(viewOf(boxes, boxes.slice(2, 18), room, 0.92));
  expect(left).toBeLessThanOrEqual(17 * 140);
  expect(right).toBeGreaterThanOrEqual(17 * 140 + 80);
});

it('nothing_has_no_view', () => {
  expect(viewOf([], [], room, 0.92)).toBeNull();
});

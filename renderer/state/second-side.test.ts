import { expect, it } from 'vitest';
import { secondSide } from './second-side.ts';

it.each([
  ['r1.tar.gz', 'r1-friday.tar.gz', 'after'],
  ['after', 'before', 'before'],
  ['before', 'after', 'after'],
  ['r1_after.tar.xz', 'r1.tar.xz', 'before'],
  ['r1.tar.xz', 'r1_before.tar.xz', 'before'],
  ['old-before', 'new-before', 'after'],
  ['monday', 'newton', 'after'],
])('of_%s_and_then_%s_the_second_is_%s', (open, second, side) => {
  expect(secondSide(open, second)).toBe(side);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RowBlocks } from './row-blocks.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A list of `count` rows, each its own number; answers wait until they are let through. */
function slowList(count = 1_000_000) {
  const asked: (readonly [from: number, to: number])[] = [];
  const waiting: (() => void)[] = [];
  const rows = new RowBlocks<number>((from, to) => {
    asked.push([from, to]);
    const numbers = Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, i) => from + i);
    return new Promise((resolve) => waiting.push(() => resolve(numbers)));
  });
  const answer = async () => {
    waiting.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  const answerAll = async () => {
    while (waiting.length > 0) await answer();
  };
  const isThere = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => rows.at(from + i)).every((row, i) => row === from + i);
  return { rows, asked, answer, answerAll, isThere };
}

it('what_is_on_its_way_is_neither_asked_for_again_nor_thrown_away', async () => {
  const { rows, asked, answer, isThere } = slowList();
  for (let first = 0; first < 10; first++) rows.want(first, first + 20);
  expect(asked).toEqual([[0, 20]]);
  await answer();
  expect(isThere(0, 20)).toBe(true);
});

it('rows_are_there_before_they_are_scrolled_to', async () => {
  const { rows, answerAll, isThere } = slowList();
  rows.want(0, 24);
  await answerAll();
  for (let first = 0; first < 2000; first += 8) {
    rows.want(first, first + 24);
    expect(isThere(first, first + 24)).toBe(true);
    if (first % 80 === 0) await answerAll();
  }
  for (let first = 2000; first >= 1800; first -= 8) {
    rows.want(first, first + 24);
    expect(isThere(first, first + 24)).toBe(true);
  }
});

it('after_a_jump_rows_in_sight_come_first_and_alone_until_it_rests', async () => {
  const { rows, asked, answer, answerAll, isThere } = slowList();
  rows.want(0, 24);
  await answerAll();
  asked.length = 0;
  rows.want(500_000, 500_024);
  rows.want(700_000, 700_024);
  await answer();
  await answer();
  expect(asked).toEqual([
    [500_000, 500_030],
    [700_000, 700_030],
  ]);
  expect(isThere(700_000, 700_024)).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  await answerAll();
  expect(isThere(699_980, 700_120)).toBe(true);
});

it('nothing_is_asked_for_behind_the_end', async () => {
  const { rows, asked, answerAll, isThere } = slowList(30);
  rows.want(0, 24);
  await answerAll();
  expect(isThere(0, 30)).toBe(true);
  expect(rows.at(30)).toBe(null);
  expect(asked.at(-1)?.[0]).toBeLessThan(60);
  asked.length = 0;
  rows.want(6, 30);
  await answerAll();
  expect(asked).toEqual([]);
});

it('an_empty_answer_ends_the_list', async () => {
  const { rows, asked, answerAll } = slowList(0);
  rows.want(0, 24);
  await answerAll();
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toEqual([[0, 30]]);
});

it('answers_for_the_list_before_are_not_taken_for_the_new_one', async () => {
  const { rows, asked, answer } = slowList();
  rows.want(0, 20);
  rows.clear();
  expect(asked.length).toBe(2);
  await answer();
  expect(rows.at(0)).toBe(null);
  await answer();
  expect(rows.at(0)).toBe(0);
});

it('far_away_rows_are_forgotten', async () => {
  const { rows, answerAll } = slowList();
  for (let first = 0; first < 30_000; first += 15) {
    rows.want(first, first + 24);
    await answerAll();
  }
  expect(rows.at(0)).toBe(null);
  expect(rows.at(29_000)).toBe(29_000);
});

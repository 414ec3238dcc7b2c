import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { loadCaptures } from './captured-bundle.ts';
import { readingOf, smallest } from './reading.ts';

/** How many readings, or as many as there is time for; always the same ones. `npm run readings` makes more. */
const READINGS = 1500;
const MOST_SECONDS = 100;

test('nothing_is_claimed_of_a_part_of_a_capture_that_the_whole_truth_contradicts', async () => {
  const captures = loadCaptures(process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures'));
  const end = Date.now() + MOST_SECONDS * 1000;
  const wrong: string[] = [];
  let made = 0;
  for (; made < READINGS && Date.now() < end; made++) {
    const reading = await readingOf(made + 1, captures);
    if (reading.wrong.length === 0) continue;
    const { texts } = await smallest(reading, captures);
    wrong.push(`seed ${reading.seed}, ${reading.capture}: ${reading.wrong.join('; ')} (${texts.join('; ')})`);
  }
  console.log(`${made} readings of ${captures.length} captures`);
  expect(wrong).toEqual([]);
  expect(made).toBeGreaterThan(200);
});

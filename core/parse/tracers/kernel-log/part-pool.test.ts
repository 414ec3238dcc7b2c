import { expect, test } from 'vitest';
import { packet } from '../../../testing/drawn-log.ts';
import { type LogPartJob, readLogPart } from './log-part.ts';
import { partPool } from './part-pool.ts';

const job = (line: number): LogPartJob => ({
  origin: { path: 'kern.log' },
  bytes: new TextEncoder().encode(`[ ${line}.000000] TRACE: raw:PREROUTING:policy:${line} ${packet({})}\n`),
  inLongLine: false,
});

test('no_more_parts_are_read_at_a_time_than_there_are_lanes_and_each_is_answered', async () => {
  let busy = 0;
  let most = 0;
  let started = 0;
  const pool = partPool(3, () => {
    started++;
    return {
      async read(asked) {
        most = Math.max(most, ++busy);
        await new Promise((resolve) => setTimeout(resolve, 1));
        busy--;
        return { part: readLogPart(asked), memory: asked.bytes.buffer as ArrayBuffer };
      },
    };
  });
  const jobs = Array.from({ length: 10 }, (_, i) => job(i + 1));
  const parts = await Promise.all(jobs.map((each) => pool.readPart(each)));
  expect(parts.map(({ columns }) => columns.places[0]?.number)).toEqual(jobs.map((_, i) => i + 1));
  expect({ most, started }).toEqual({ most: 3, started: 3 });
});

test('where_threads_can_not_be_had_the_parts_are_read_here', async () => {
  const pool = partPool(2, () => ({ read: () => Promise.reject(new Error('no threads here')) }));
  const parts = await Promise.all([1, 2, 3].map((line) => pool.readPart(job(line))));
  expect(parts.map(({ tally }) => tally.parsed)).toEqual([1, 1, 1]);
});

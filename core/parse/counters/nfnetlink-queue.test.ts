import { expect, test } from 'vitest';
import { recognise } from '../formats.ts';

const lines = [
  '    3  12345     0 2 65531     0     0       17  1',
  '   40 -1 x',
  '  400   4711    12 1     0     5     2     9000  1',
];

test('each_line_is_a_queue_that_a_program_reads', () => {
  const format = recognise({ path: 'queues.txt', lines });
  expect(format?.kind).toBe('nfnetlink-queue');
  const parsed = format?.parse(lines, 'queues.txt');
  expect(parsed?.records.items).toEqual([
    { queue: 3, droppedPackets: 0, at: { file: 'queues.txt', line: 1 } },
    { queue: 400, droppedPackets: 7, at: { file: 'queues.txt', line: 3 } },
  ]);
  expect(parsed?.lines.malformed).toBe(1);
});

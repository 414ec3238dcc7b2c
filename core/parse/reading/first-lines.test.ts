import { expect, test } from 'vitest';
import { linesUntil } from './first-lines.ts';
import type { QueuedLog } from './read-log.ts';

test('a_line_without_end_is_handed_on_piece_by_piece_and_copied_once', async () => {
  const piece = new Uint8Array(4096).fill(0x78);
  const pieces = 4096;
  let given = 0;
  const log = {
    path: 'kern.log',
    async *chunks() {
      for (; given < pieces; given++) yield piece;
    },
  } as unknown as QueuedLog;
  let taken = 0;
  let bytes = 0;
  let mostHeld = 0;
  for await (const chunk of linesUntil(
    log,
    () => Infinity,
    () => {},
  ).chunks()) {
    taken++;
    bytes += chunk.length;
    mostHeld = Math.max(mostHeld, given * piece.length - bytes);
  }
  expect(bytes).toBe(pieces * piece.length);
  expect(taken).toBeLessThanOrEqual(pieces + 1);
  expect(mostHeld).toBeLessThanOrEqual((1 << 20) + 2 * piece.length);
});

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';
import { gunzipWith } from '../electron/cli/gunzip.ts';

/** Text that takes more slots than there are, and does not fit them evenly. */
const text = Buffer.from(Array.from({ length: 700_000 }, (_, i) => `line ${i * 7919}\n`).join(''));
const packed = Buffer.concat([gzipSync(text.subarray(0, 5_000_001)), gzipSync(text.subarray(5_000_001))]);

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

async function unpacked(bytes: Uint8Array, mayReuse: boolean): Promise<Buffer> {
  const gunzip = gunzipWith(fromRoot('dist/electron'));
  const all: Buffer[] = [];
  for await (const chunk of gunzip(pieces(bytes), mayReuse)) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}

test.each([false, true])('gzip_of_several_members_is_unpacked, elsewhere: %s', async (elsewhere) => {
  expect((await unpacked(packed, elsewhere)).equals(text)).toBe(true);
});

test.each([false, true])('what_is_damaged_rejects, elsewhere: %s', async (elsewhere) => {
  await expect(unpacked(packed.subarray(0, packed.length - 9), elsewhere)).rejects.toThrow();
  await expect(unpacked(Buffer.from('no gzip at all'), elsewhere)).rejects.toThrow();
});

test('a_slow_reader_gets_everything', async () => {
  // One packed piece makes many chunks of this.
  const text = Buffer.from('the same line\n'.repeat(2_000_000));
  const packed = gzipSync(text);
  const all: Buffer[] = [];
  for await (const chunk of gunzipWith(fromRoot('dist/electron'))(pieces(packed), true)) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    all.push(Buffer.from(chunk));
  }
  expect(Buffer.concat(all).equals(text)).toBe(true);
});

test('a_reader_that_stops_early_ends_the_thread', async () => {
  let read = 0;
  for await (const chunk of gunzipWith(fromRoot('dist/electron'))(pieces(packed), true)) {
    read += chunk.length;
    if (read > 2_000_000) break;
  }
  expect(read).toBeGreaterThan(2_000_000);
});

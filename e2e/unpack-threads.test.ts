import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';
import { unpackThreads } from '../electron/cli/unpack.ts';

/** Text that takes more slots than there are, and does not fit them evenly. */
const text = Buffer.from(Array.from({ length: 700_000 }, (_, i) => `line ${i * 7919}\n`).join(''));
const packed = Buffer.concat([gzipSync(text.subarray(0, 5_000_001)), gzipSync(text.subarray(5_000_001))]);

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

const threads = unpackThreads(fromRoot('dist/electron'));
afterAll(() => threads.stop());

function unpacking(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  const chunks = threads.decode('gzip', pieces(bytes), 1 << 24);
  if (chunks === null) throw new Error('Not worth a thread.');
  return chunks;
}

async function unpacked(bytes: Uint8Array): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of unpacking(bytes)) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}

test('a_thread_unpacks_one_file_after_another', async () => {
  for (let turn = 0; turn < 3; turn++) expect((await unpacked(packed)).equals(text)).toBe(true);
});

test('what_is_damaged_rejects_as_it_does_without_a_thread_and_the_thread_goes_on', async () => {
  await expect(unpacked(packed.subarray(0, packed.length - 9))).rejects.toMatchObject({ kind: 'truncated' });
  await expect(unpacked(Buffer.from('no gzip at all'))).rejects.toMatchObject({ kind: 'damaged' });
  expect((await unpacked(packed)).equals(text)).toBe(true);
});

test('a_slow_reader_gets_everything', async () => {
  // One packed piece makes many chunks of this.
  const text = Buffer.from('the same line\n'.repeat(2_000_000));
  const all: Buffer[] = [];
  for await (const chunk of unpacking(gzipSync(text))) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    all.push(Buffer.from(chunk));
  }
  expect(Buffer.concat(all).equals(text)).toBe(true);
});

test('a_reader_that_stops_early_gets_another_thread_for_the_next_file', async () => {
  let read = 0;
  for await (const chunk of unpacking(packed)) {
    read += chunk.length;
    if (read > 2_000_000) break;
  }
  expect((await unpacked(packed)).equals(text)).toBe(true);
});

import { expect, it } from 'vitest';
import { byteSources } from './sources.ts';

const MiB = 1 << 20;

/** A file of the shell whose bytes are the number of the 64 KiB that they stand in, and what was read of it. */
function file(size: number) {
  const reads: (readonly [start: number, length: number])[] = [];
  const [source] = byteSources(
    [{ from: 'shell', path: 'kern.log', size, fileId: 'a' }],
    (_, start, length) => {
      reads.push([start, length]);
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = (start + i) >> 16;
      return Promise.resolve(bytes);
    },
  );
  return { source: source!, reads };
}

async function first(chunks: AsyncIterable<Uint8Array>, bytes: number) {
  let seen = 0;
  for await (const chunk of chunks) if ((seen += chunk.length) >= bytes) break;
}

it('a_file_is_handed_on_whole_in_small_chunks_from_large_reads', async () => {
  const { source, reads } = file(9 * MiB + 5);
  const sizes: number[] = [];
  let at = 0;
  for await (const chunk of source.chunks(0)) {
    sizes.push(chunk.length);
    expect([chunk[0], chunk.at(-1)]).toEqual([at >> 16, (at + chunk.length - 1) >> 16]);
    at += chunk.length;
  }
  expect(at).toBe(9 * MiB + 5);
  expect(Math.max(...sizes)).toBe(MiB / 4);
  expect(reads.length).toBe(3);
});

it('for_a_few_lines_from_the_middle_little_is_read', async () => {
  const { source, reads } = file(100 * MiB);
  await first(source.chunks(50 * MiB), 1000);
  expect(reads.length).toBe(1);
  expect(reads[0]?.[1]).toBeLessThan(MiB / 2);
});

it('who_reads_on_from_the_middle_has_the_next_piece_under_way', async () => {
  const { source, reads } = file(100 * MiB);
  await first(source.chunks(50 * MiB), 20 * MiB);
  const ends = reads.map(([start, length]) => start + length);
  expect(reads.slice(1).map(([start]) => start)).toEqual(ends.slice(0, -1));
  expect(reads.length).toBeLessThan(10);
  expect(ends.at(-1)).toBeGreaterThan(70 * MiB);
});

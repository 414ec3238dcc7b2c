import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { concatBytes, readAll } from './chunks.ts';
import { defaultLimits } from './limits.ts';
import type { Gunzip } from './native-gunzip.ts';
import { openBundle } from './open.ts';

/** The web's own decoder, which Node has as well. */
const native: Gunzip = async function* (packed) {
  const blob = new Blob([await readAll(packed)]);
  const stream = blob.stream().pipeThrough(new DecompressionStream('gzip'));
  yield* stream as unknown as AsyncIterable<Uint8Array>;
};

const text = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${Math.imul(i, 2654435761)}\n`).join('');
const content = new TextEncoder().encode(text);
const packed = gzipSync(content);
const cut = packed.slice(0, packed.length - 5000);
const broken = packed.map((byte, at) =>
  at > packed.length / 2 && at < packed.length / 2 + 9 ? byte ^ 0x55 : byte,
);
const twice = concatBytes([packed, gzipSync(new TextEncoder().encode('and more\n'))]);
const zeros = gzipSync(new Uint8Array(4_000_000));

async function opened(bytes: Uint8Array, gunzip: Gunzip | null, limits = defaultLimits) {
  const chunks = async function* (start: number) {
    for (let at = start; at < bytes.length; at += 70_000) yield bytes.slice(at, at + 70_000);
  };
  const bundle = await openBundle([{ path: 'kern.log.gz', size: bytes.length, chunks }], limits, gunzip);
  const contents = await Promise.all(
    bundle.artifacts.map(async (each) => new TextDecoder('latin1').decode(await readAll(each.chunks(0)))),
  );
  return { contents, diagnostics: bundle.diagnostics() };
}

describe('the_platform_unpacks_what_the_own_decoder_unpacks', () => {
  test.each([
    ['a whole file', packed],
    ['a file of two members', twice],
    ['a file that ends too early', cut],
    ['a damaged file', broken],
  ])('%s', async (_name, bytes) => {
    for (const keptEntryBytes of [1000, 1 << 25]) {
      const limits = { ...defaultLimits, keptEntryBytes };
      const own = await opened(bytes, null, limits);
      expect(own.contents[0]?.length).toBeGreaterThan(1000);
      expect(await opened(bytes, native, limits)).toEqual(own);
    }
  });

  test('and_refuses_a_bomb_alike', async () => {
    const limits = { ...defaultLimits, keptEntryBytes: 1000, ratioFromBytes: 1 << 20 };
    const own = await opened(zeros, null, limits);
    expect(own.diagnostics.map(({ code }) => code)).toEqual(['archive-limit']);
    expect((await opened(zeros, native, limits)).diagnostics.map(({ code }) => code)).toEqual([
      'archive-limit',
    ]);
  });
});

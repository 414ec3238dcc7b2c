import { expect, test } from 'vitest';
import { analysisDocument, analyze, type ByteSource } from '../../core/index.ts';
import { log } from '../../core/testing/drawn-log.ts';

/** A log that is read into the same memory again and again, as a buffer of Node, whose `slice` makes no copy. */
function source(bytes: Buffer, chunkBytes: number): ByteSource {
  return {
    path: 'kern.log',
    size: bytes.length,
    async *chunks(start) {
      yield bytes.subarray(start);
    },
    async *passingChunks(start) {
      const memory = Buffer.alloc(chunkBytes);
      for (let at = start; at < bytes.length; at += chunkBytes) {
        memory.fill('\n');
        yield memory.subarray(0, bytes.copy(memory, 0, at));
      }
    },
  };
}

const places = ['raw:PREROUTING:policy:1', 'mangle:PREROUTING:policy:1', 'filter:INPUT:policy:1'];
const packets = Array.from({ length: 400 }, (_, id) =>
  places.map((place) => [place, { in: 'eth0', id, src: `10.${id >> 8}.${id & 255}.7` }] as const),
);
const bytes = Buffer.from(log(packets.flat()));

test.each([
  ['whole', {}],
  ['watched for its size', { mostBytes: 1e6 }],
  ['watched for its lines', { mostEvents: 1500 }],
])('a log in memory that is used again is read as it is, %s', async (_, options) => {
  const whole = await analysisDocument(await analyze([source(bytes, bytes.length)]));
  expect(whole.packets.total).toBe(400);
  for (const chunkBytes of [100, 1000, 65_536])
    expect(await analysisDocument(await analyze([source(bytes, chunkBytes)], options))).toEqual(whole);
});

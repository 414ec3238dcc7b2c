import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { analysisDocument, analyze, type ByteSource } from '../../core/index.ts';
import { log } from '../../core/testing/drawn-log.ts';
import { sourcesOf } from './sources.ts';

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

describe('the files of a folder', () => {
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'netopsy-sources-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    mkdirSync(join(made, 'bundle/logs'), { recursive: true });
    writeFileSync(join(made, 'bundle/logs/kern.log'), 'a line\n');
    writeFileSync(join(made, 'outside.log'), 'not chosen\n');
    return made;
  }

  test('links are followed inside of it, and those that lead out are said', async () => {
    const made = folder();
    const bundle = join(made, 'bundle');
    symlinkSync('logs/kern.log', join(bundle, 'current.log'));
    symlinkSync('logs', join(bundle, 'all'));
    symlinkSync('../outside.log', join(bundle, 'out.log'));
    symlinkSync('nowhere', join(bundle, 'broken'));
    symlinkSync('..', join(bundle, 'logs/up'));
    const said: string[] = [];
    const sources = await sourcesOf([bundle], ({ label }) => said.push(label));
    expect(sources.map(({ path }) => path)).toEqual(['all/kern.log', 'current.log', 'logs/kern.log']);
    expect(said).toEqual(['all/up', 'broken', 'logs/up', 'out.log']);
  });

  test('a file is read from any place, in chunks that grow', async () => {
    const made = folder();
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `line ${i}\n`).join(''));
    writeFileSync(join(made, 'bundle/large.log'), content);
    const sources = await sourcesOf([join(made, 'bundle/large.log')]);
    for (const start of [0, 1, 70_000, content.length - 1, content.length]) {
      const parts: Buffer[] = [];
      for await (const chunk of sources[0]?.chunks(start) ?? []) parts.push(Buffer.from(chunk));
      expect(Buffer.concat(parts).equals(content.subarray(start))).toBe(true);
      expect(parts[0]?.length ?? 0).toBeLessThanOrEqual(64 << 10);
    }
  });
});

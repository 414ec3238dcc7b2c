import { gzipSync, strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { english } from '../words/en/index.ts';
import type { Artifact } from '../model/artifact.ts';
import { concatBytes, readAll } from './chunks.ts';
import { defaultLimits } from './limits.ts';
import { openBundle } from './open.ts';
import { sourceInMemory } from './source-in-memory.ts';
import { tarEntry, tarOf } from '../testing/drawn-tar.ts';

const source = (path: string, bytes: Uint8Array) => sourceInMemory(path, bytes, 1000);

const log = strToU8(Array.from({ length: 5000 }, (_, line) => `line ${(line * 7919) % 10007}\n`).join(''));
const small = strToU8('0:	from all lookup local\n');

async function contents(artifacts: readonly Artifact[], start = 0): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const artifact of artifacts)
    found[artifact.path] = new TextDecoder().decode(await readAll(artifact.chunks(start)));
  return found;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const codes = (opened: Awaited<ReturnType<typeof openBundle>>): unknown[] =>
  opened.diagnostics().map(({ code, file }) => [code, file]);

const tar = tarOf(tarEntry('var/log/kern.log', log), tarEntry('ip-rule.txt', small));
const archives: readonly (readonly [string, Uint8Array])[] = [
  ['tar', tar],
  ['tar.gz', gzipSync(tar)],
  ['zip', zipSync({ 'var/log/kern.log': log, 'ip-rule.txt': [small, { level: 0 }] })],
];

describe.each(archives)('%s', (_, bytes) => {
  test('its entries can be read again and again, from any place', async () => {
    for (const keptBytes of [defaultLimits.keptBytes, 0]) {
      const opened = await openBundle([source('b', bytes)], { limits: { ...defaultLimits, keptBytes } });
      const expected = { 'b/var/log/kern.log': text(log), 'b/ip-rule.txt': text(small) };
      expect(await contents(opened.artifacts)).toEqual(expected);
      expect(await contents(opened.artifacts)).toEqual(expected);
      expect(await contents(opened.artifacts, 3)).toEqual({
        'b/var/log/kern.log': text(log).slice(3),
        'b/ip-rule.txt': text(small).slice(3),
      });
      expect(codes(opened)).toEqual([]);
    }
  });

  test('cut off anywhere, what is there is delivered, and said to be cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 600, max: bytes.length - 1100 }), async (end) => {
        const opened = await openBundle([source('b', bytes.subarray(0, end))]);
        const read = (await contents(opened.artifacts))['b/var/log/kern.log'] ?? '';
        expect(text(log).startsWith(read)).toBe(true);
        expect(opened.diagnostics().length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  test('damaged anywhere, nothing is thrown', async () => {
    const damage = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), async (places) => {
        const damaged = bytes.slice();
        for (const [place, byte] of places) damaged[place] = byte;
        const opened = await openBundle([source('b', damaged)]);
        await contents(opened.artifacts);
      }),
      { numRuns: 100 },
    );
  });
});

test('a plain file passes through', async () => {
  const opened = await openBundle([source('ip-rule.txt', small), source('empty', new Uint8Array(0))]);
  expect(opened.artifacts.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['ip-rule.txt', small.length],
    ['empty', 0],
  ]);
});

test('a compressed file keeps its name, and its members follow each other', async () => {
  const members = concatBytes([gzipSync(log.subarray(0, 999)), gzipSync(log.subarray(999))]);
  const opened = await openBundle([source('kern.log.gz', members)]);
  expect(await contents(opened.artifacts)).toEqual({ 'kern.log.gz': text(log) });
});

test('an archive in an archive is opened, one deeper than the limit is not', async () => {
  const limits = { ...defaultLimits, nesting: 2 };
  const inner = tarOf(tarEntry('kern.log.gz', gzipSync(log)));
  const middle = tarOf(tarEntry('inner.tgz', gzipSync(inner)), tarEntry('a', small));
  const outer = tarOf(tarEntry('middle.tar', middle));
  expect(await contents((await openBundle([source('m', middle)], { limits })).artifacts)).toEqual({
    'm/inner.tgz/kern.log.gz': text(log),
    'm/a': text(small),
  });
  const opened = await openBundle([source('o', outer)], { limits });
  expect(Object.keys(await contents(opened.artifacts))).toEqual(['o/middle.tar/a']);
  expect(codes(opened)).toEqual([['archive-limit', 'o/middle.tar/inner.tgz']]);
});

test('links and devices are named and left out, directories just left out', async () => {
  const opened = await openBundle([
    source(
      'b',
      tarOf(tarEntry('dir/', new Uint8Array(0), '5'), tarEntry('dir/link', new Uint8Array(0), '2')),
    ),
  ]);
  expect(opened.artifacts).toEqual([]);
  expect(codes(opened)).toEqual([['archive-entry-skipped', 'b/dir/link']]);
});

test('many links are named together', async () => {
  const links = ['a', 'b', 'c', 'd'].map((name) => tarEntry(name, new Uint8Array(0), '2'));
  const opened = await openBundle([source('sos.tar', tarOf(...links, tarEntry('file', small)))]);
  expect(codes(opened)).toEqual([['archive-entry-skipped', 'sos.tar']]);
  expect(opened.diagnostics().map(english.diagnostics.message).join()).toContain(
    '4 entries left out (a link',
  );
});

test('long names come from PAX records and GNU entries', async () => {
  const long = `${'d/'.repeat(90)}file`;
  const record = `${long.length + 10} path=${long}\n`;
  const opened = await openBundle([
    source('pax', tarOf(tarEntry('x', strToU8(record), 'x'), tarEntry('short', small))),
    source('gnu', tarOf(tarEntry('././@LongLink', strToU8(`${long}\0`), 'L'), tarEntry('short', small))),
  ]);
  expect(opened.artifacts.map((artifact) => artifact.path)).toEqual([`pax/${long}`, `gnu/${long}`]);
});

test('a bomb ends at the limit', async () => {
  const bomb = gzipSync(new Uint8Array(4 << 20));
  const opened = await openBundle([source('bomb.gz', bomb)], {
    limits: { ...defaultLimits, ratioFromBytes: 1 << 20, ratio: 100 },
  });
  await contents(opened.artifacts);
  expect(codes(opened)).toEqual([['archive-limit', 'bomb.gz']]);
});

test('too many entries end at the limit', async () => {
  const opened = await openBundle([source('b', tar)], { limits: { ...defaultLimits, entries: 1 } });
  expect(opened.artifacts).toHaveLength(1);
  expect(codes(opened)).toEqual([['archive-limit', 'b']]);
});

test('damaged compression is told by its content, whatever the name says', async () => {
  const xz = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0, 0);
  const opened = await openBundle([source('bundle.tar', xz)]);
  expect(codes(opened)).toEqual([['file-truncated', 'bundle.tar']]);
});

test('a file that cannot be read is a diagnostic', async () => {
  const opened = await openBundle([
    {
      path: 'gone',
      size: 5,
      // eslint-disable-next-line require-yield
      async *chunks() {
        throw new Error('EIO');
      },
    },
  ]);
  expect(codes(opened)).toEqual([['file-unreadable', 'gone']]);
});

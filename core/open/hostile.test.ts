import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { english } from '../words/en/index.ts';
import { concatBytes, readAll } from './chunks.ts';
import { defaultLimits } from './limits.ts';
import { openBundle, type OpenOptions } from './open.ts';
import { sourceInMemory } from './source-in-memory.ts';
import { tarEntry, tarOf } from '../testing/drawn-tar.ts';

/** Opens and reads all of a bundle; `steps` counts how often the opening asked whether to go on. */
async function read(bytes: Uint8Array, options: OpenOptions = {}, path = 'b') {
  let steps = 0;
  const goesOn = async (): Promise<boolean> => {
    steps++;
    return (await options.goesOn?.()) ?? true;
  };
  const opened = await openBundle([sourceInMemory(path, bytes, 100_000)], { ...options, goesOn });
  const files: Record<string, string> = {};
  for (const artifact of opened.artifacts)
    files[artifact.path] = new TextDecoder().decode(await readAll(artifact.chunks(0)));
  const said = opened.diagnostics().map((note) => ({
    code: note.code,
    file: note.file,
    message: english.diagnostics.message(note),
  }));
  return { files, said, steps, opened };
}

const line = 'Nov 21 06:36:49 rtr kernel: [ 1.0] TRACE: raw:PREROUTING:policy:2 IN=eth0 DPT=22\n';
const log = strToU8(line.repeat(50));

/** Where `bytes` has `part`. */
function placeOf(bytes: Uint8Array, part: Uint8Array): number {
  return bytes.findIndex((_, at) => part.every((byte, i) => bytes[at + i] === byte));
}

describe('what is not what was packed is said to be damaged', () => {
  test('a digit altered in a stored block of a gzip', async () => {
    const packed = gzipSync(log, { level: 0 });
    const at = placeOf(packed, strToU8('DPT=22')) + 4;
    packed[at] = 0x33;
    const { files, said, opened } = await read(packed, {}, 'kern.log.gz');
    expect(files['kern.log.gz']).toContain('DPT=32');
    expect(said).toMatchObject([{ code: 'damaged', file: 'kern.log.gz' }]);
    expect(opened.isDamaged('kern.log.gz')).toBe(true);
    expect(opened.isDamaged('kern.log')).toBe(false);
  });

  test.each([0, 6] as const)('an entry of a zip with another checksum, level %i', async (level) => {
    const packed = zipSync({ 'a/kern.log': [log, { level }], other: strToU8('x') });
    const directory = placeOf(packed, Uint8Array.of(0x50, 0x4b, 1, 2));
    packed[directory + 16] = (packed[directory + 16] ?? 0) ^ 1;
    const { files, said, opened } = await read(packed);
    expect(Object.keys(files)).toEqual(['b/a/kern.log', 'b/other']);
    expect(said).toMatchObject([{ code: 'damaged', file: 'b/a/kern.log' }]);
    expect([opened.isDamaged('b/a/kern.log'), opened.isDamaged('b/other')]).toEqual([true, false]);
  });

  test('all that is in a damaged tar.gz', async () => {
    const packed = gzipSync(tarOf(tarEntry('kern.log', log)), { level: 0 });
    packed[packed.length - 6] = (packed.at(-6) ?? 0) ^ 1;
    const { files, opened } = await read(packed);
    expect(Object.keys(files)).toEqual(['b/kern.log']);
    expect(opened.isDamaged('b/kern.log')).toBe(true);
  });
});

describe('bombs end soon, and what lies before the bound is read', () => {
  test('zips in zips', async () => {
    let bomb = zipSync({ zeros: new Uint8Array(1 << 20) });
    for (let level = 0; level < 3; level++)
      bomb = zipSync({
        'a.txt': strToU8('first'),
        ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`z${i}.zip`, bomb])),
      });
    const limits = { ...defaultLimits, sumRatioFromBytes: 8 << 20, ratio: 100 };
    const { files, said, steps } = await read(bomb, { limits });
    expect(files['b/a.txt']).toBe('first');
    expect(said.map(({ code }) => code)).toContain('archive-limit');
    // 12 * 12 * 12 zips, each with a megabyte, were not looked at: an entry that is left out takes one step.
    expect(Object.keys(files).length).toBeLessThan(20);
    expect(steps).toBeLessThan(600);
  });

  test('the log beside a bomb is read to its end, and the bomb is said in one sentence', async () => {
    const bomb = zipSync(
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`z${i}`, new Uint8Array(1 << 20)])),
    );
    const long = strToU8(Array.from({ length: 20_000 }, (_, i) => `${i * 7919} ${line}`).join(''));
    const limits = { ...defaultLimits, sumRatioFromBytes: 4 << 20, ratio: 100, keptBytes: 0 };
    const opened = await openBundle(
      [sourceInMemory('bomb.zip', bomb), sourceInMemory('kern.log.gz', gzipSync(long))],
      {
        limits,
      },
    );
    const lengths: number[] = [];
    for (const artifact of opened.artifacts) lengths.push((await readAll(artifact.chunks(0))).length);
    expect(opened.artifacts.at(-1)?.path).toBe('kern.log.gz');
    expect(lengths.at(-1)).toBe(long.length);
    expect(lengths.reduce((sum, length) => sum + length) - long.length).toBeLessThan(12 << 20);
    expect(opened.diagnostics().map(({ code, file }) => [code, file])).toEqual([
      ['archive-limit', 'bomb.zip'],
    ]);
  });

  test('entries of a zip that overlap', async () => {
    const packed = zipSync({ 'a.log': log, 'b.log': log });
    const second = packed.lastIndexOf(0x62) - 46;
    // Both names of the directory lead to the first content.
    packed.set(new Uint8Array(4), second + 42);
    const { files, said } = await read(packed);
    expect(Object.keys(files)).toEqual(['b/a.log']);
    expect(said).toMatchObject([
      {
        code: 'archive-entry-skipped',
        file: 'b/b.log',
        message: expect.stringContaining('overlaps') as string,
      },
    ]);
  });

  test.each([
    '12 path=a/b\n\0\0\0',
    '12 path=a/b\nx',
    '12',
    '0 a=b\n',
    '-5 a=b\n',
    '99 path=a/b\n',
    ' path=a\n',
  ])('records of pax that end as %j', async (records) => {
    const { files } = await read(tarOf(tarEntry('x', strToU8(records), 'x'), tarEntry('a', log)));
    expect(Object.keys(files)).toEqual([records.startsWith('12 path') ? 'b/a/b' : 'b/a']);
  });

  test('names of a megabyte', async () => {
    const name = concatBytes([strToU8('a/'.repeat(500_000)), Uint8Array.of(0)]);
    const entries = Array.from({ length: 20 }, () => [tarEntry('L', name, 'L'), tarEntry('x', log)]).flat();
    const { files, said } = await read(tarOf(...entries));
    expect(Object.keys(files)).toHaveLength(20);
    expect(Math.max(...Object.keys(files).map((path) => path.length))).toBeLessThan(5000);
    expect(said).toMatchObject([
      { code: 'archive-limit', message: expect.stringContaining('20 names') as string },
    ]);
  });

  test('more names than there is memory for', async () => {
    const entries = Array.from({ length: 100 }, (_, i) => tarEntry(`${i}${'x'.repeat(80)}`, log));
    const limits = { ...defaultLimits, namesBytes: 1000 };
    const { files, said } = await read(tarOf(...entries), { limits });
    expect(Object.keys(files)).toHaveLength(12);
    expect(said).toMatchObject([{ code: 'archive-limit', file: 'b' }]);
  });

  test('ten thousand headers of sparse files are said in one sentence, and count as entries', async () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => tarEntry(`s${i}`, new Uint8Array(0), 'S'));
    const tar = tarOf(...entries, tarEntry('last', log));
    const whole = await read(tar);
    expect(whole.said).toHaveLength(1);
    expect(whole.files['b/last']).toBeDefined();
    const { said, steps } = await read(tar, { limits: { ...defaultLimits, entries: 100 } });
    expect(said.map(({ code }) => code)).toContain('archive-limit');
    expect(steps).toBeLessThan(110);
  });

  test('a pasted line without an end is cut', async () => {
    const { files } = await read(strToU8(`> short\n> ${'x'.repeat(3_000_000)}\n> last\n`));
    const [first, long, last] = (files['b'] ?? '').split('\n');
    expect([first, long?.length, last]).toEqual(['short', (1 << 16) - 2, 'last']);
  });
});

describe('everything in an archive counts', () => {
  test('a zip that was made from a pipe', async () => {
    const packed = zipSync({ '-': [log, { os: 3, attrs: 0o010600 << 16 }] });
    expect((await read(packed)).files).toEqual({ 'b/-': line.repeat(50) });
  });

  test('a zip that unpacks itself', async () => {
    const stub = concatBytes([strToU8('#!/bin/sh\nexit\n'), new Uint8Array(500)]);
    const { files } = await read(concatBytes([stub, zipSync({ 'kern.log': log })]));
    expect(files).toEqual({ 'b/kern.log': line.repeat(50) });
    expect(Object.keys((await read(strToU8('#!/bin/sh\necho no zip\n'))).files)).toEqual(['b']);
  });

  test('cpio, alone and compressed', async () => {
    const entry = (name: string, mode: number, content: Uint8Array): Uint8Array => {
      const numbers = [1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0];
      const header = `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}${name}\0`;
      const pad = (bytes: Uint8Array): Uint8Array =>
        concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
      return concatBytes([pad(strToU8(header)), pad(content)]);
    };
    const archive = concatBytes([
      entry('var', 0o040755, new Uint8Array(0)),
      entry('var/kern.log', 0o100644, log),
      entry('var/link', 0o120777, strToU8('kern.log')),
      entry('TRAILER!!!', 0, new Uint8Array(0)),
    ]);
    for (const bytes of [archive, gzipSync(archive)]) {
      const { files, said } = await read(bytes);
      expect(files).toEqual({ 'b/var/kern.log': line.repeat(50) });
      expect(said).toMatchObject([{ code: 'archive-entry-skipped', file: 'b/var/link' }]);
    }
    expect((await read(archive.subarray(0, archive.length - 200))).said).toMatchObject([
      { code: 'file-truncated', file: 'b' },
    ]);
  });

  test('entries of one name are two files', async () => {
    const { files } = await read(tarOf(tarEntry('a', strToU8('one')), tarEntry('a', strToU8('two'))));
    expect(files).toEqual({ 'b/a': 'one', 'b/a (2)': 'two' });
  });
});

test('opening ends when whoever opens has had enough', async () => {
  const entries = Array.from({ length: 500 }, (_, i) => tarEntry(`f${i}`, log));
  let asked = 0;
  const { files } = await read(tarOf(...entries), { goesOn: async () => ++asked < 20 });
  expect(Object.keys(files).length).toBeLessThan(20);
  expect(asked).toBeLessThan(30);
});

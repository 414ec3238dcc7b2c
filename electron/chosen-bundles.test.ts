import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chosenBundle, readChosen, releaseBundle } from './chosen-bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-chosen-'));
mkdirSync(join(folder, 'case/logs'), { recursive: true });
writeFileSync(join(folder, 'case/logs/<img src=x onerror=alert(1)>.log'), 'x');
writeFileSync(join(folder, 'case/kern.log'), '0123456789');
writeFileSync(join(folder, 'outside'), 'secret');
symlinkSync('../outside', join(folder, 'case/link'));
symlinkSync('..', join(folder, 'case/loop'));
execFileSync('mkfifo', [join(folder, 'case/pipe')]);
symlinkSync('case', join(folder, 'chosen-link'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder gives its files, and names what it leaves out', async () => {
  const { name, files, leftOut } = await chosenBundle([join(folder, 'case')]);
  expect(name).toBe('case');
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    ['kern.log', 10],
    ['logs/<img src=x onerror=alert(1)>.log', 1],
  ]);
  expect(leftOut).toEqual([
    { path: 'link', reason: 'symbolic-link' },
    { path: 'loop', reason: 'symbolic-link' },
    { path: 'pipe', reason: 'not-a-file' },
  ]);
});

test('several files are one bundle, named as their folder', async () => {
  const { name, files, leftOut } = await chosenBundle([
    join(folder, 'case/kern.log'),
    join(folder, 'case/gone'),
  ]);
  expect(name).toBe('case');
  expect(files).toHaveLength(1);
  expect(leftOut).toEqual([{ path: 'gone', reason: 'unreadable' }]);
});

test('a symbolic link that was itself chosen is followed', async () => {
  expect((await chosenBundle([join(folder, 'chosen-link')])).files).toHaveLength(2);
});

test('bytes are read by handle, fewer at the end, none after it', async () => {
  const id = (await chosenBundle([join(folder, 'case/kern.log')])).files[0]?.id ?? '';
  expect(Buffer.from(await readChosen(id, 2, 3)).toString()).toBe('234');
  expect(Buffer.from(await readChosen(id, 8, 100)).toString()).toBe('89');
  expect(await readChosen(id, 10, 100)).toHaveLength(0);
});

test.each([
  [-1, 5],
  [0.5, 5],
  [0, Infinity],
  ['0', 5],
])('the range %j, %j is refused', async (start, length) => {
  const id = (await chosenBundle([join(folder, 'case/kern.log')])).files[0]?.id ?? '';
  await expect(readChosen(id, start as number, length)).rejects.toThrow('Not a range of bytes');
});

test('a path is not a handle, and a released handle is none any more', async () => {
  await expect(readChosen(join(folder, 'outside'), 0, 5)).rejects.toThrow('Not a file');
  const bundle = await chosenBundle([join(folder, 'case/kern.log')]);
  releaseBundle(bundle.id);
  await expect(readChosen(bundle.files[0]?.id ?? '', 0, 5)).rejects.toThrow('Not a file');
});

test('a file that became a symbolic link is not followed', async () => {
  const path = join(folder, 'swapped');
  writeFileSync(path, 'x');
  const { files } = await chosenBundle([path]);
  rmSync(path);
  symlinkSync('outside', path);
  await expect(readChosen(files[0]?.id ?? '', 0, 5)).rejects.toThrow();
});

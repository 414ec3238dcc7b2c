import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAtomically } from './atomic-file.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'netopsy-atomic-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('writes_all_pieces_and_leaves_nothing_else', async () => {
  await writeAtomically(join(folder, 'report.html'), ['a', new Uint8Array([98]), 'c']);
  expect(readdirSync(folder)).toEqual(['report.html']);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('abc');
});

it('what_stops_half_way_leaves_the_old_file_as_it_was', async () => {
  const path = join(folder, 'report.html');
  writeFileSync(path, 'old', { mode: 0o640 });
  async function* pieces() {
    yield 'new';
    throw new Error('cancelled');
  }
  await expect(writeAtomically(path, pieces())).rejects.toThrow('cancelled');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['report.html']);
  await writeAtomically(path, ['new']);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('a_link_keeps_leading_to_the_file', async () => {
  writeFileSync(join(folder, 'real.html'), 'old');
  symlinkSync('real.html', join(folder, 'link.html'));
  await writeAtomically(join(folder, 'link.html'), ['new']);
  expect(readFileSync(join(folder, 'real.html'), 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['link.html', 'real.html']);
});

it('a_folder_is_refused', async () => {
  await expect(writeAtomically(folder, ['x'])).rejects.toThrow('EISDIR');
  await expect(writeAtomically(join(folder, 'no', 'such'), ['x'])).rejects.toThrow('ENOENT');
});

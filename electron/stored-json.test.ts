import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readStored, writeStored } from './stored-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-stored-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was written is read, and no draft stays', () => {
  writeStored(join(folder, 'a.json'), { paths: ['x'] });
  writeStored(join(folder, 'a.json'), { paths: ['y'] });
  expect(readStored(join(folder, 'a.json'))).toEqual({ paths: ['y'] });
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('a missing or damaged file is no value, and a folder that is not there no error', () => {
  writeFileSync(join(folder, 'half.json'), '{"paths": [');
  expect(readStored(join(folder, 'half.json'))).toBeUndefined();
  expect(readStored(join(folder, 'none.json'))).toBeUndefined();
  writeStored(join(folder, 'none/a.json'), 1);
});

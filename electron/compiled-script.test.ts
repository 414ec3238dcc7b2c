import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { runCompiled } from './compiled-script.ts';

const source = `(function (exports, require, module) {
  exports.found = typeof require('node:fs').readFileSync;
})`;

function script(cache: Uint8Array | null): string {
  const path = join(mkdtempSync(join(tmpdir(), 'compiled-')), 'script.cjs');
  writeFileSync(path, source);
  if (cache !== null) writeFileSync(`${path}.cache`, cache);
  return path;
}

const kept = new Script(source).createCachedData();

test.each([
  ['its own code', kept],
  ['no code', null],
  ['empty code', new Uint8Array(0)],
  ['half of its code', kept.subarray(0, kept.length / 2)],
  ['code of another version', kept.map((byte, i) => (i < 16 ? byte ^ 0xff : byte))],
  ['code of another script', new Script(`${source};0`).createCachedData()],
])('a_script_runs_the_same_with %s', (_, cache) => {
  expect(runCompiled(script(cache))).toEqual({ found: 'function' });
});

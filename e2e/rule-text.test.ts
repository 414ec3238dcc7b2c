import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** A file, what it says, and whether it looks at words that only parsers may look at. */
const files: readonly (readonly [string, string, 'looks' | 'fine'])[] = [
  ['core/join/comment.ts', `export const rejects = (rule) => rule.text.includes('reject');`, 'looks'],
  [
    'core/kernel/prefix.ts',
    `const PREFIX = /prefix/; export const logs = ({ text }) => PREFIX.exec(text);`,
    'looks',
  ],
  ['core/diff/sentence.ts', `export const isPolicy = ({ detail }) => / -> /.test(detail ?? '');`, 'looks'],
  [
    'core/explain/option.ts',
    `export const first = (options) => options[options.indexOf('--to') + 1];`,
    'looks',
  ],
  ['core/simulate/ends.ts', `export const same = (change) => change.after.text.endsWith('1');`, 'looks'],
  ['core/parse/reader.ts', `export const isRule = (text) => text.startsWith('-A ');`, 'fine'],
  ['core/dialects/nft/words.ts', `export const parts = (text) => text.split(' ');`, 'fine'],
  ['core/kernel/reject.test.ts', `export const rejects = (rule) => rule.text.includes('reject');`, 'fine'],
  ['core/kernel/names.ts', `export const isLoopback = (dev, known) => known.includes(dev);`, 'fine'],
];

let project = '';
let output = '';

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'netopsy-words-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  output = spawnSync(process.execPath, [fromRoot('build/rule-text.mjs'), project], {
    encoding: 'utf8',
  }).stdout;
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test.each(files)('%s', (path, _, expected) => {
  expect(output.includes(`${path}:`)).toBe(expected === 'looks');
});

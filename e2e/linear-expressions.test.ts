import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { superLinear } from '../build/linear/ambiguity.mjs';
import { fromRoot } from '../build/paths.mjs';

test.each([
  [/\s+$/, 'each blank begins a search that fails'],
  [/\d*$/, 'a match at the end is tried last'],
  [/\s*,\s*/, 'blanks before what is not there'],
  [/^a*a*b/, 'two repetitions of one letter'],
  [/^(\S+)(.*)$/, 'a dot does not take every character'],
  [/\bIN=\S* OUT=/, 'the beginning can stand in what follows it'],
  [/^.*foo.*bar/, 'two repetitions, and what is between them comes again'],
  [/(a*)*b/, 'a repetition of a repetition'],
  [/^(?:\s+-\S+|\s+-n\s+\S+)*\s+x$/, 'two ways for the same words'],
  [/^(?:a|ab|b)*c/, 'words that are parts of each other'],
  [/^(?:a*a*b)?/, 'what may be left out is tried first'],
  [/x(?=a*a*b)/, 'a look ahead'],
])('%s takes more than linear time: %s', (expression) => {
  expect(superLinear(expression.source, expression.flags)).not.toBeNull();
});

test.each([
  [/^\s+$/],
  [/\s+/g],
  [/^a*b*a/],
  [/^(\S+)(.*)$/s],
  [/^(?:ab|a)*c/],
  [/^\S+ \S+$/],
  [/a\d{0,100}b/],
  [/^(?:\d+\.)+x/],
  [/\s,\s?/],
  [/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i],
  [/(\d{1,3})([-_])(\d{1,3})\2(\d{1,3})/g],
])('%s is linear', (expression) => {
  expect(superLinear(expression.source, expression.flags)).toBeNull();
});

test('the text that is told makes the engine slow', () => {
  const expression = /^(?:\s+-\S+|\s+-n\s+\S+)*\s+x$/;
  const attack = superLinear(expression.source, expression.flags);
  const time = (count: number): number => {
    const text = `${attack?.before ?? ''}${(attack?.again ?? '').repeat(count)}!`;
    const began = performance.now();
    expression.test(text);
    return performance.now() - began;
  };
  time(5);
  // Each part more doubles it, or nearly: the bound is far below that.
  expect(time(24)).toBeGreaterThan(10 * time(8));
});

const project = mkdtempSync(join(tmpdir(), 'netopsy-linear-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the check finds them in modules, in components, where modules put them together, and where they are made later', () => {
  const files = {
    'core/index.ts': "import './parse/made.ts';",
    'core/parse/literal.ts': 'export const end = /0+$/;',
    'core/parse/made.ts': 'export const made = new RegExp(`^${"(?:a+)"}+b`);',
    'core/parse/later.ts': 'export const later = (name: string) => new RegExp(name);',
    'core/parse/fine.ts': 'export const words = /^\\w+ \\w+$/;',
    'electron/main.ts': 'export {};',
    'renderer/View.svelte': '<script lang="ts">\n  const bad = /x*x*y/;\n</script>\n<p>/z*z*y/</p>\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const { stdout, status } = spawnSync(
    process.execPath,
    [fromRoot('build/linear-expressions.mjs'), project],
    {
      encoding: 'utf8',
    },
  );
  expect(status).toBe(1);
  expect(stdout.match(/^[^ ]+(?= )/gm)).toEqual([
    'core/parse/later.ts:1',
    'core/parse/literal.ts:1',
    'renderer/View.svelte:2',
    'made',
  ]);
});

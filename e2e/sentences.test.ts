import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** A file, what it says, and whether that is English which belongs into the catalogue. */
const files: readonly (readonly [string, string, 'English' | 'fine'])[] = [
  ['core/join/note.ts', `export const note = 'The ruleset has no rule';`, 'English'],
  ['core/join/counted.ts', 'export const note = (n) => `the log shows ${n} packets`;', 'English'],
  [
    'core/report/html/row.ts',
    'export const row = (n) => `<td class="n">${n} of the packets</td>`;',
    'English',
  ],
  ['electron/cli/fault.ts', `export const fault = "can't read the bundle";`, 'English'],
  ['renderer/views/Pane.svelte', '<h2>Packets</h2>', 'English'],
  ['renderer/views/Label.svelte', '<button aria-label="Zoom in">+</button>', 'English'],
  ['renderer/views/Script.svelte', `<script>const text = 'No packet is chosen';</script>{text}`, 'English'],
  ['core/words/en/notes.ts', `export const note = 'The ruleset has no rule';`, 'fine'],
  ['core/explain/command.ts', `export const command = 'iptables-save -c; nft -a list ruleset';`, 'fine'],
  ['core/kernel/fault.ts', `throw new Error('the route has no next hop');`, 'fine'],
  ['core/kernel/pattern.ts', 'export const pattern = /the rule is not here/;', 'fine'],
  ['core/report/html/plain.ts', 'export const row = (n) => `<td class="of the rule">${n}</td>`;', 'fine'],
  ['renderer/views/Said.svelte', '<h2 class="the title of">{words.panes.title}</h2>', 'fine'],
  ['renderer/views/Style.svelte', '<p style:width="{3}px">×</p>', 'fine'],
];

let project = '';
let output = '';

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'netopsy-sentences-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  output = spawnSync(process.execPath, [fromRoot('build/sentences.mjs'), project], {
    encoding: 'utf8',
  }).stdout;
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test.each(files)('%s: %s', (path, _, expected) => {
  expect(output.includes(`${path}:`)).toBe(expected === 'English');
});

test('the_program_speaks_through_its_catalogue', () => {
  const { stdout, status } = spawnSync(process.execPath, [fromRoot('build/sentences.mjs')], {
    encoding: 'utf8',
  });
  expect([stdout, status]).toEqual(['', 0]);
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** A file, what it says, and the rules of .dependency-cruiser.cjs that it breaks. */
const files: readonly (readonly [string, string, ...string[]])[] = [
  ['core/index.ts', `export * from './analyze.ts';`],
  ['core/analyze.ts', `export { join } from './join/join.ts';`],
  ['core/diff.ts', `export const diff = 1;`],
  ['core/side-door.ts', `export { join } from './join/join.ts';`, 'only-analyze-and-index-see-stages'],
  ['core/model/noun.ts', `export interface Noun { readonly name: string }`],
  ['core/model/verb.ts', `import '../kernel/fib.ts';`, 'model-knows-nobody'],
  ['core/kernel/fib.ts', `import type { Noun } from '../model/noun.ts'; export type Fib = Noun;`],
  ['core/kernel/bad.ts', `import '../join/join.ts';`, 'kernel-knows-the-model'],
  ['core/dialects/nft.ts', `import type { Fib } from '../kernel/fib.ts'; export type N = Fib;`],
  ['core/dialects/bad.ts', `import '../join/join.ts';`, 'dialects-know-kernel-and-model'],
  ['core/join/join.ts', `import '../kernel/fib.ts'; export const join = 1;`],
  [
    'core/join/bad.ts',
    `import type { Text } from '../parse/text.ts'; export type T = Text;`,
    'stages-are-strangers',
  ],
  ['core/join/order.ts', `import '../analyze.ts';`, 'stages-know-no-order'],
  ['core/parse/text.ts', `export type Text = string;`],
  ['core/parse/disk.ts', `import { readFileSync } from 'node:fs'; readFileSync('x');`, 'core-is-pure'],
  ['core/parse/disk.test.ts', `import { readFileSync } from 'node:fs'; readFileSync('x');`],
  ['core/testing/sample.ts', `import '../parse/text.ts';`],
  ['core/parse/sampled.ts', `import '../testing/sample.ts';`, 'tests-stay-tests'],
  ['core/parse/window.ts', `import '../../renderer/main.ts';`, 'core-knows-nobody'],
  ['core/parse/big.ts', `import 'svelte';`, 'core-takes-no-library'],
  ['core/open/unzip.test.ts', `import { gunzipSync } from 'fflate'; gunzipSync;`],
  ['electron/ipc.ts', `export interface Shell { readonly name: string } export const value = 1;`],
  ['electron/main.ts', `import { app } from 'electron'; import '../core/index.ts'; app;`],
  ['electron/page.ts', `import '../renderer/main.ts';`, 'electron-has-no-page'],
  ['electron/cli.ts', `import '../core/join/join.ts';`, 'core-has-one-door'],
  ['renderer/main.ts', `import type { Shell } from '../electron/ipc.ts'; export type S = Shell;`],
  ['renderer/value.ts', `import { value } from '../electron/ipc.ts'; value;`, 'ipc-is-types'],
  ['renderer/shell.ts', `import '../electron/main.ts';`, 'renderer-and-electron-meet-in-ipc'],
  ['renderer/ipc.ts', `import { ipcRenderer } from 'electron'; ipcRenderer;`, 'renderer-has-no-electron'],
  ['renderer/node.ts', `import 'node:fs';`, 'renderer-is-a-web-page'],
  ['renderer/graph/draw.ts', `import cytoscape from 'cytoscape'; cytoscape;`],
  ['renderer/draw.ts', `import cytoscape from 'cytoscape'; cytoscape;`, 'cytoscape-in-the-graph-only'],
  ['renderer/Deep.svelte', `<script lang="ts">import '../core/join/join.ts';</script>`, 'core-has-one-door'],
  [
    'renderer/Fine.svelte',
    `<script lang="ts">import type { Shell } from '../electron/ipc.ts'; let s: Shell;</script>`,
  ],
  ['renderer/lost.ts', `import './nowhere.ts';`, 'resolvable'],
  ['renderer/a.ts', `import './b.ts';`, 'no-cycles'],
  ['renderer/b.ts', `import './a.ts';`],
];

let project = '';
const broken = new Map<string, string[]>();

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'netopsy-imports-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  mkdirSync(join(project, 'e2e'));
  symlinkSync(fromRoot('node_modules'), join(project, 'node_modules'), 'junction');
  for (const { from, rule } of violations()) broken.set(from, [...(broken.get(from) ?? []), rule.name]);
});

afterAll(() => rmSync(project, { recursive: true }));

test.each(files)('%s: %s', (path, _text, ...rules) => {
  expect([...new Set(broken.get(path))].sort()).toEqual(rules.sort());
});

function violations(): { from: string; rule: { name: string } }[] {
  const cli = fromRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = [
    '--config',
    fromRoot('.dependency-cruiser.cjs'),
    '--preserve-symlinks',
    '--output-type',
    'json',
  ];
  const folders = ['core', 'renderer', 'electron', 'e2e'];
  const options = { cwd: project, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const output = execFileSync(process.execPath, [cli, ...config, ...folders], options);
  return (JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } })
    .summary.violations;
}

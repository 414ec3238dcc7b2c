/**
 * `npm run check`: all that can be said about the code without running it. Every check runs, several at a time, and
 * shows its output when it is done. `npm run check -- types lint` runs these two alone.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { runTool } from './run.mjs';

const cache = (name) => ['--cache', '--cache-location', `.cache/${name}`];

/** To add a check, add a line: its name, a program of node_modules/.bin (or `node`), its arguments. The slowest come first. */
const checks = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', ...cache('prettier'), '.']],
  ['components', 'eslint', ['--max-warnings', '0', ...cache('eslint'), '.']],
  ['imports', 'depcruise', ['core', 'renderer', 'electron', 'e2e', '--output-type', 'err']],
  // TypeScript 7 by its path: `tsc` may be the one that the other tools need.
  ['types', 'node', ['node_modules/@typescript/native/bin/tsc', '-b']],
  [
    'types of components',
    'svelte-check',
    ['--tsgo', '--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ],
  ['lint', 'oxlint', []],
  ['words of rules', 'node', ['build/rule-text.mjs']],
  ['sentences', 'node', ['build/sentences.mjs']],
  ['linear expressions', 'node', ['build/linear-expressions.mjs']],
  ['unused code', 'knip', []],
  ['workflows', 'node', ['build/check-workflows.mjs']],
];

if ((await installDependencies()) !== 0) process.exit(1);
// svelte-check takes what it finds there for components of today. The folder itself stays: its time is the source's.
rmSync(fromRoot('renderer/.svelte-check/svelte'), { recursive: true, force: true });

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some(([known]) => known === name));
if (unknown.length > 0) {
  console.error(`No check ${unknown.join(', ')}. There are: ${checks.map(([name]) => name).join(', ')}.`);
  process.exit(1);
}
const waiting = checks.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const count = waiting.length;
const failed = [];
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, runWaiting));
console.log(failed.length === 0 ? `All ${count} checks passed.` : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runWaiting() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runCheck(...next);
}

async function runCheck(name, tool, args) {
  const began = performance.now();
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  let text = '';
  const status = await runTool(tool, args, { env: colour, output: (piece) => (text += piece) });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status === 0) return;
  failed.push(name);
  console.log(`       ${tool} ${args.join(' ')}\n${text.trimEnd()}\n`);
}

/** `npm run check`: all that can be said about the code without running it; every check runs, the failed ones are named. */
import { installDependencies } from './install.mjs';
import { runTool } from './run.mjs';

const checks = [
  ['types of core', 'tsc', ['-p', 'core/tsconfig.json']],
  ['types of core with its tests', 'tsc', ['-p', 'core/tsconfig.test.json']],
  ['types of electron', 'tsc', ['-p', 'electron/tsconfig.json']],
  ['types of e2e', 'tsc', ['-p', 'e2e/tsconfig.json']],
  [
    'types of renderer',
    'svelte-check',
    ['--workspace', 'renderer', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ],
  ['eslint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['imports', 'depcruise', ['core', 'renderer', 'electron', 'e2e', '--output-type', 'err']],
  ['unused code', 'knip', []],
];

if ((await installDependencies()) !== 0) process.exit(1);
const failed = [];
for (const [name, tool, args] of checks) {
  console.log(`\n== ${name}: ${tool} ${args.join(' ')}`);
  if ((await runTool(tool, args)) !== 0) failed.push(name);
}
console.log(
  failed.length === 0 ? `\nAll ${checks.length} checks passed.` : `\nFailed: ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

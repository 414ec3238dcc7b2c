/**
 * `npm run build`: the page, the main process, the preload script, the local server and the command line into dist/,
 * with the licences of all that is in them.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { build } from 'vite';
import { fromRoot } from './paths.mjs';
import { keepCode } from './code-cache.mjs';
import { newestSource, stampFile } from './freshness.mjs';
import { licences } from './licences.mjs';
import { commandLine, nodeSide, preload } from './vite.electron.config.mjs';
import page from './vite.renderer.config.mjs';

// Taken before the build: a source that is saved meanwhile makes the next start build again.
const builtFrom = newestSource();
const logLevel = process.argv.includes('--quiet') ? 'error' : 'warn';
await build({ ...nodeSide, logLevel });
await build({ ...preload, logLevel });
await build({ ...commandLine, logLevel });
await keepCode('command-line.cjs');
await build({ ...page, logLevel });
writeFileSync(fromRoot('dist/LICENSES.txt'), licences());
// The manual page, from the registry of commands.
writeFileSync(
  fromRoot('dist/netopsy.1'),
  execFileSync(process.execPath, [fromRoot('dist/electron/cli.js'), 'man']),
);
writeFileSync(stampFile, JSON.stringify({ builtFrom }) + '\n');

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/** Written by a complete build: the time of the newest source that went into it. */
export const stampFile = fromRoot('dist/built.json');

const sources = ['core', 'renderer', 'electron', 'build', 'package-lock.json', 'tsconfig.base.json'];

/** When a source (tests aside) was last changed, in milliseconds. */
export function newestSource() {
  return Math.max(...sources.map((source) => newest(fromRoot(source))));
}

/** Builds when a source is newer than the last complete build; the exit status of the build. */
export async function buildIfStale() {
  if (existsSync(stampFile) && JSON.parse(readFileSync(stampFile, 'utf8')).builtFrom >= newestSource())
    return 0;
  console.error('Building ...');
  return run(process.execPath, [fromRoot('build/build.mjs'), '--quiet'], { output: 'stderr' });
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return /\.test\.ts$/.test(path) ? 0 : status.mtimeMs;
  // svelte-check writes into a hidden folder. A folder's own time tells of files that were removed.
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  return Math.max(status.mtimeMs, ...names.map((name) => newest(join(path, name))));
}

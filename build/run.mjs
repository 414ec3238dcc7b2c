import { spawn } from 'node:child_process';
import { fromRoot } from './paths.mjs';

const windows = process.platform === 'win32';

/**
 * Runs a program in the project's folder and resolves to its exit status (1 when it could not start or was ended by a
 * signal). `output: 'stderr'` keeps standard output free for the caller's own result; a function gets all output, in pieces.
 */
export function run(program, args, { output = 'inherit', env = {}, cwd = fromRoot(), timeoutSeconds } = {}) {
  const collects = typeof output === 'function';
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: collects
        ? ['ignore', 'pipe', 'pipe']
        : { inherit: 'inherit', stderr: ['inherit', 2, 2], ignore: 'ignore' }[output],
      shell: windows && program !== process.execPath,
      timeout: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    });
    if (collects)
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', output);
    child.once('error', () => resolve(1));
    // Not 'exit': the last output may come after it.
    child.once(collects ? 'close' : 'exit', (status) => resolve(status ?? 1));
  });
}

/** Runs a program that a dependency brings (`vitest`, `eslint`, ...), or `node`. */
export function runTool(name, args, options) {
  if (name === 'node') return run(process.execPath, args, options);
  return run(fromRoot('node_modules/.bin', windows ? `${name}.cmd` : name), args, options);
}

import { spawn } from 'node:child_process';
import { fromRoot } from './paths.mjs';

const windows = process.platform === 'win32';

/**
 * Runs a program in the project's folder and resolves to its exit status (1 when it could not start or was ended by a
 * signal). `output: 'stderr'` keeps standard output free for the caller's own result.
 */
export function run(program, args, { output = 'inherit', env = {}, cwd = fromRoot(), timeoutSeconds } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: { inherit: 'inherit', stderr: ['inherit', 2, 2], ignore: 'ignore' }[output],
      shell: windows && program !== process.execPath,
      timeout: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    });
    child.once('error', () => resolve(1));
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

/** Runs a program that a dependency brings (`tsc`, `vitest`, ...). */
export function runTool(name, args, options) {
  return run(fromRoot('node_modules/.bin', windows ? `${name}.cmd` : name), args, options);
}

import { existsSync, statSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/** Installs the dependencies when they are missing or older than package-lock.json; the exit status of npm. */
export async function installDependencies() {
  // npm writes this file in every install, at about the moment when it writes package-lock.json.
  const installed = fromRoot('node_modules/.package-lock.json');
  const lockTime = statSync(fromRoot('package-lock.json')).mtimeMs;
  if (existsSync(installed) && statSync(installed).mtimeMs > lockTime - 10_000) return 0;
  console.error('Installing dependencies ...');
  return run('npm', ['ci', '--no-audit', '--no-fund'], { output: 'stderr' });
}

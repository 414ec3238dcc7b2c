/** `npm run check:electron`: fails once the major of Electron is out of support. Asks the npm registry; needs nothing installed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { electronFault } from './electron-support.mjs';
import { fromRoot } from './paths.mjs';

const { devDependencies } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8'));
const newest = execFileSync('npm', ['view', 'electron@latest', 'version'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
}).trim();
const fault = electronFault(devDependencies.electron, newest);
console.log(fault ?? `Electron ${devDependencies.electron} gets fixes; the newest is ${newest}.`);
process.exitCode = fault === null ? 0 : 1;

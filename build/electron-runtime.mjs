import { existsSync, readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/** Long enough for the 100 MB on a slow line, short enough for somebody who waits behind a firewall. */
const downloadSeconds = 120;

/** The path of Electron's executable; null where it is neither installed nor to be had. */
export async function electronRuntime() {
  return installedRuntime() ?? (await downloadRuntime());
}

/** The path of Electron's executable if it is installed; null otherwise. Nothing is downloaded. */
export function installedRuntime() {
  // Written by the electron package when the runtime has been unpacked.
  const pathFile = fromRoot('node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return null;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? fromRoot('node_modules/electron/dist');
  const path = `${folder}/${readFileSync(pathFile, 'utf8')}`;
  return existsSync(path) ? path : null;
}

async function downloadRuntime() {
  console.error('Fetching the Electron runtime (NETOPSY_NO_ELECTRON=1 skips this) ...');
  const installer = fromRoot('node_modules/electron/install.js');
  await run(process.execPath, [installer], { output: 'ignore', timeoutSeconds: downloadSeconds });
  return installedRuntime();
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** Long enough for the 100 MB on a slow line, short enough for somebody who waits behind a firewall. */
const downloadSeconds = 120;

/** The path of Electron's executable; null where it is neither installed nor to be had. */
export async function electronRuntime() {
  return installedRuntime() ?? (await downloadRuntime());
}

/** The path of Electron's executable if it is installed; null otherwise. Nothing is downloaded. */
export function installedRuntime() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  // Written by the electron package when the runtime has been unpacked whole.
  if (own === undefined && !existsSync(fromRoot('node_modules/electron/path.txt'))) return null;
  const path = join(
    own ?? fromRoot('node_modules/electron/dist'),
    executables[process.platform] ?? 'electron',
  );
  return existsSync(path) ? path : null;
}

async function downloadRuntime() {
  console.error('Fetching the Electron runtime (NETOPSY_NO_ELECTRON=1 skips this) ...');
  const installer = fromRoot('node_modules/electron/install.js');
  await run(process.execPath, [installer], { output: 'ignore', timeoutSeconds: downloadSeconds });
  return installedRuntime();
}

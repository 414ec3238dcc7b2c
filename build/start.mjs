/**
 * `npm start`: the desktop window where an Electron runtime is there or can be fetched; otherwise the same app, served
 * on this machine alone and opened in the browser. NETOPSY_NO_ELECTRON=1 asks for the browser at once.
 */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './freshness.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

if ((await installDependencies()) !== 0 || (await buildIfStale()) !== 0) process.exit(1);
const runtime = process.env.NETOPSY_NO_ELECTRON === '1' ? null : await electronRuntime();
if (runtime !== null) {
  process.exitCode = await run(runtime, [fromRoot('.'), ...process.argv.slice(2)]);
} else {
  console.log('No Electron runtime here: serving the app for a browser instead.');
  await serveForBrowser();
}

async function serveForBrowser() {
  const { serve } = await import(pathToFileURL(fromRoot('dist/electron/serve.js')).href);
  const { url } = await serve(fromRoot('dist/renderer'));
  console.log(url);
  openBrowser(url);
}

function openBrowser(url) {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !hasScreen) return;
  const opener = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const [program, ...args] = [...opener, url];
  // Without a browser the printed address is still there.
  spawn(program, args, { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}

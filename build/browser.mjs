import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser for the end-to-end tests: Playwright's own, else the system's; null where there is none. */
export function installedBrowser() {
  return [chromium.executablePath(), ...systemBrowsers].find((path) => existsSync(path)) ?? null;
}

/** The same, after trying to install one: with apt as root on Debian, else by Playwright. */
export async function browser() {
  const installed = installedBrowser();
  if (installed !== null) return installed;
  console.error('Installing a browser for the end-to-end tests ...');
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isRootOnDebian) await installWithApt();
  if (installedBrowser() === null) {
    const playwright = fromRoot('node_modules/@playwright/test/cli.js');
    await run(process.execPath, [playwright, 'install', 'chromium'], {
      output: 'stderr',
      timeoutSeconds: 300,
    });
  }
  return installedBrowser();
}

async function installWithApt() {
  const options = { output: 'stderr', env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutSeconds: 600 };
  await run('apt-get', ['update'], options);
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
}

import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { installedBrowser } from '../build/browser.mjs';
import { chromiumArguments } from './pages/chromium-arguments.ts';

const executablePath = installedBrowser();

export default defineConfig({
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/traces',
  forbidOnly: process.env['CI'] !== undefined,
  // A machine that judges commits tries once more what failed; `build/test.mjs` names each such test.
  retries: process.env['CI'] === undefined ? 0 : 1,
  fullyParallel: true,
  workers: Math.min(availableParallelism(), 4),
  // No test promises how fast something is (`npm run bench` does): these only end what hangs, on a busy machine too.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  // What is built runs as it is. Otherwise Playwright would compile the whole command line again in each start of the app.
  build: { external: ['**/dist/**'] },
  use: {
    viewport: { width: 1440, height: 900 },
    // No snapshots: they are made by a script in every frame, which the sandboxed preview of a report refuses aloud.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: true, sources: true },
    launchOptions: { args: chromiumArguments, ...(executablePath === null ? {} : { executablePath }) },
  },
  projects: [
    // The real Electron, where its runtime is installed.
    { name: 'desktop', testDir: 'desktop' },
    // The built page as served, and the built main process with the stand-in for Electron.
    { name: 'chromium', testDir: '.', testIgnore: 'desktop/**' },
  ],
});

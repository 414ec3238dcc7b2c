/** `node build/readme/picture.mjs`: the picture of README, of the built app with its sample open. */
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { installedBrowser } from '../browser.mjs';
import { buildIfStale } from '../freshness.mjs';
import { fromRoot } from '../paths.mjs';

if ((await buildIfStale()) !== 0) process.exit(1);
const { serve } = await import(pathToFileURL(fromRoot('dist/electron/serve.js')).href);
const serving = await serve(fromRoot('dist/renderer'));
const browser = await chromium.launch({
  executablePath: installedBrowser() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, deviceScaleFactor: 1.5 });
await page.goto(serving.url);
await page.getByRole('button', { name: 'Try the sample capture' }).click();
await page.getByRole('region', { name: 'Dead ends' }).getByRole('button').first().click();
await page.getByRole('button', { name: 'Fit', exact: true }).click();
await page.locator('[role=img][aria-busy=false]').waitFor();
await page.mouse.move(0, 0);
await page.screenshot({ path: fromRoot('build/readme/window.png') });
await browser.close();
await serving.close();

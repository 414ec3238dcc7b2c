/** `node build/readme/pictures.mjs`: the pictures of README, of the built app with its sample and captures of the tests open. */
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

await take('window', async (page) => {
  await page.getByRole('button', { name: 'Try the sample capture' }).click();
  await openDeadEnd(page);
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
});
await take('comparison', async (page) => {
  await open(page, 'pair-rp-filter/before');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('menuitem', { name: 'With a folder…' }).click();
  await (await chooser).setFiles(capture('pair-rp-filter/after'));
  await page.getByText('Changed flows').first().waitFor();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
});
await take('fixes', async (page) => {
  await open(page, 'docker-dnat/bundle');
  await page
    .getByRole('region', { name: 'Dead ends' })
    .getByRole('button', { name: /policy/ })
    .first()
    .click();
  await page
    .getByRole('region', { name: 'Packet' })
    .getByRole('button', { name: 'What would let it pass' })
    .click();
  await page.getByText('Proven').first().waitFor();
});

await browser.close();
await serving.close();

/** Takes `build/readme/NAME.png` once the page shows what `arrange` makes it show. */
async function take(name, arrange) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, deviceScaleFactor: 1.25 });
  await page.goto(serving.url);
  await arrange(page);
  await page.locator('[role=img][aria-busy=false]').first().waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: fromRoot(`build/readme/${name}.png`) });
  await page.close();
}

async function open(page, name) {
  await page.getByLabel('Folder', { exact: true }).setInputFiles(capture(name));
}

async function openDeadEnd(page) {
  const list = page.getByRole('region', { name: 'Dead ends' }).getByRole('listitem');
  await list.getByRole('button').first().click();
}

function capture(name) {
  return fromRoot('e2e/captures', name);
}

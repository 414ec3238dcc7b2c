import AxeBuilder from '@axe-core/playwright';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openFolder } from './pages/open-capture.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** Notes on a capture, the file that keeps them, and several captures at a time. */
const bundle = (capture: string) => fromRoot('e2e/captures', capture, 'bundle');
const folder = () => mkdtempSync(join(tmpdir(), 'netopsy-'));

async function saveCase(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save case…' }).click();
  const path = join(folder(), 'saved.netopsy');
  await (await download).saveAs(path);
  return path;
}

test('a packet, a dead end, a rule and a line take notes, and a case brings them to a colleague', async ({
  page,
  browser,
}) => {
  await openFolder(page, bundle('forward-policy-drop'));
  const packet = pane(page, 'Packet');
  await packet.getByRole('button', { name: /^Note on packet/ }).click();
  await page.getByLabel(/^Note on packet/).fill('the customer’s own test');
  await page.keyboard.press('Control+Enter');
  await expect(packet.getByText('the customer’s own test')).toBeVisible();
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /Dropped by policy/ })
    .click();
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /^Mark dead end/ })
    .click();
  await page.getByRole('tab', { name: /^Rules/ }).click();
  await page.getByRole('grid', { name: 'Rules' }).getByRole('row').nth(1).click();
  await page.getByRole('tabpanel').getByRole('button', { name: /^Mark/ }).click();
  await pane(page, 'Evidence')
    .getByRole('button', { name: /^Mark line/ })
    .click();
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel(/In your own words/).fill('Port 22 is closed for them.');
  await expect(page.getByRole('list', { name: 'All notes' }).getByRole('listitem')).toHaveCount(4);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.screenshot({ path: fromRoot('e2e/artifacts/notes.png') });
  const path = await saveCase(page);
  const saved = JSON.parse(readFileSync(path, 'utf8')) as { captures: { filter: string }[] };
  expect(saved.captures[0]?.filter).toMatch(/^cause policy/);
  expect(readFileSync(path, 'utf8')).not.toMatch(/TRACE|10\.1\.0\.2/);

  const context = await browser.newContext();
  const other = await context.newPage();
  await page.context().storageState();
  await context.addCookies(await page.context().cookies());
  await other.goto(page.url());
  await other.getByLabel('Files', { exact: true }).setInputFiles(path);
  await expect(other.getByRole('cell', { name: 'kern.log' })).toBeVisible();
  const chooser = other.waitForEvent('filechooser');
  await other.getByRole('button', { name: 'Open folder…' }).click();
  await (await chooser).setFiles(bundle('forward-policy-drop'));
  await expect(other.getByLabel('Filter', { exact: true })).toHaveValue(/^cause policy/);
  await expect(other.getByLabel(/In your own words/)).toHaveValue('Port 22 is closed for them.');
  await expect(pane(other, 'Packet').getByText('the customer’s own test')).toBeVisible();
  await context.close();
});

test('a case says which file differs or is missing, and opens all the same if told to', async ({ page }) => {
  const changed = folder();
  const line = readFileSync(join(bundle('forward-policy-drop'), 'kern.log'), 'utf8');
  writeFileSync(join(changed, 'kern.log'), line);
  writeFileSync(join(changed, 'ip-rule.txt'), '0:\tfrom all lookup local\n');
  await openFolder(page, changed);
  await page.getByLabel('Filter', { exact: true }).fill('dropped');
  const path = await saveCase(page);
  writeFileSync(join(changed, 'kern.log'), `${line}\n`);
  await page.getByRole('button', { name: 'Open another…' }).click();
  await page.getByLabel('Files', { exact: true }).setInputFiles(path);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files…' }).click();
  await (await chooser).setFiles([join(changed, 'kern.log')]);
  await expect(page.getByRole('row', { name: /kern\.log.*another content/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /ip-rule\.txt.*missing/ })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.screenshot({ path: fromRoot('e2e/artifacts/case-evidence.png') });
  await page.getByRole('button', { name: 'Open all the same' }).click();
  await expect(page.getByLabel('Filter', { exact: true })).toHaveValue('dropped');
});

test('what is no case says so, and markup in one stays text', async ({ page }) => {
  const place = folder();
  writeFileSync(join(place, 'bad.netopsy'), '{"schema":"netopsy/case/9"}');
  await page.getByLabel('Files', { exact: true }).setInputFiles(join(place, 'bad.netopsy'));
  await expect(page.getByRole('alert')).toContainText('is no case');
  const evil = '<img/src=x/onerror=alert(1)>';
  const files = [{ path: evil, bytes: 1, sha256: 'a'.repeat(64) }];
  writeFileSync(
    join(place, 'evil.netopsy'),
    JSON.stringify({ schema: 'netopsy/case/1', captures: [{ name: evil, files }] }),
  );
  await page.getByLabel('Files', { exact: true }).setInputFiles(join(place, 'evil.netopsy'));
  await expect(page.getByRole('heading', { name: evil })).toBeVisible();
  expect(await page.locator('img').count()).toBe(0);
});

test('captures stand side by side as tabs, and reloading loses no note', async ({ page }) => {
  await openFolder(page, bundle('forward-policy-drop'));
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel(/In your own words/).fill('remember me');
  await page.getByRole('button', { name: 'Open another…' }).click();
  await page.getByLabel('Folder', { exact: true }).setInputFiles(bundle('nested-chain-drop'));
  const tabs = page.getByRole('tablist', { name: 'Open captures' });
  await expect(tabs.getByRole('tab')).toHaveCount(2);
  await expect(pane(page, 'Packet')).toContainText('LAN-UDP');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.screenshot({ path: fromRoot('e2e/artifacts/tabs.png') });
  await tabs.getByRole('tab').first().click();
  await expect(page.getByLabel(/In your own words/)).toHaveValue('remember me');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Close / }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('in no case file');
  await question.getByRole('button', { name: 'Close without saving' }).click();
  await expect(tabs).toHaveCount(0);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByRole('list', { name: 'Opened before' })).toContainText('bundle');
  await openFolder(page, bundle('forward-policy-drop'));
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await expect(page.getByLabel(/In your own words/)).toHaveValue('remember me');
});

test('the packets of the filter are saved as table, JSON lines, and a capture with their ends', async ({
  page,
}) => {
  await openFolder(page, bundle('forward-policy-drop'));
  await page.getByLabel('Filter', { exact: true }).fill('dropped');
  const journeys = pane(page, 'Journeys');
  await expect(journeys.getByRole('grid')).toHaveAttribute('aria-rowcount', '9');
  const rows = 8;
  const save = async (entry: RegExp) => {
    await journeys.getByRole('button', { name: 'Save packets…' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: entry }).click();
    const path = join(folder(), 'saved');
    await (await download).saveAs(path);
    return readFileSync(path);
  };
  const lines = (await save(/NDJSON/)).toString().trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { disposition: string }).disposition)).toEqual(
    Array.from({ length: rows }, () => 'dropped'),
  );
  const capture = await save(/pcapng/);
  expect(capture.readUInt32LE(0)).toBe(0x0a0d0d0a);
  expect(capture.toString('latin1').split(': dropped.')).toHaveLength(rows + 1);
  expect((await save(/CSV/)).toString().trimEnd().split('\r\n')).toHaveLength(rows + 1);
});

test('the report begins with the operator’s own words, redacted as all else', async ({ page }) => {
  await openFolder(page, bundle('forward-policy-drop'));
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel(/In your own words/).fill('10.1.0.2 may not use <b>port 22</b>.');
  await page.getByRole('button', { name: 'Report…' }).click();
  const preview = page.getByTitle('Preview of the report');
  await expect(preview).toHaveAttribute('srcdoc', /class="own">[^<]* may not use &lt;b&gt;port 22/);
  expect(await preview.getAttribute('srcdoc')).not.toContain('10.1.0.2');
  await page.getByLabel('Begin with my words and notes').uncheck();
  await expect(preview).not.toHaveAttribute('srcdoc', /may not use/);
});

test('bars between panes stay where they were left', async ({ page }) => {
  await openFolder(page, bundle('forward-policy-drop'));
  const bar = page.getByRole('separator', { name: 'Between dead ends and graph' });
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await bar.press('ArrowRight');
  await bar.press('ArrowRight');
  await page.reload();
  await openFolder(page, bundle('forward-policy-drop'));
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 4));
});

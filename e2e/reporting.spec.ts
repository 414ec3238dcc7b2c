import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../build/paths.mjs';
import { openPair } from './pages/open-pair.ts';
import { expect, test } from './pages/served-page.ts';

/** From the window to the file that goes to the customer. */
test('a report is shown before it is saved, and the file is what was shown', async ({ page }) => {
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures', 'forward-policy-drop', 'bundle'));
  await page.getByRole('button', { name: 'Report…' }).click();
  await page.getByLabel(/Redact addresses/).uncheck();
  const preview = page.getByTitle('Preview of the report');
  await expect(preview).toHaveAttribute('srcdoc', /10\.1\.0\.2/);
  await expect(preview).toHaveAttribute('sandbox', '');
  await page.screenshot({ path: fromRoot('e2e/artifacts/report-preview.png') });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save…', exact: true }).click();
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'report.html');
  await (await download).saveAs(path);
  expect(await preview.getAttribute('srcdoc')).toBe(readFileSync(path, 'utf8'));
  await expect(page.getByText(/Saved as netopsy-bundle\.html/)).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
});

test('a report is redacted unless that is switched off, and its list of replacements is saved apart', async ({
  page,
}) => {
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures', 'forward-policy-drop', 'bundle'));
  await page.getByRole('button', { name: 'Report…' }).click();
  await expect(page.getByLabel(/Redact addresses/)).toBeChecked();
  const preview = page.getByTitle('Preview of the report');
  await expect(preview).toHaveAttribute('srcdoc', /policy of filter\/FORWARD/);
  expect(await preview.getAttribute('srcdoc')).not.toMatch(/10\.1\.0\.2|10\.2\.0\.2|52:54:00/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save replacement list…' }).click();
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'map.json');
  await (await download).saveAs(path);
  const map = JSON.parse(readFileSync(path, 'utf8')) as { addresses: Record<string, string> };
  expect(Object.keys(map.addresses)).toContain('10.1.0.2');
  await page.screenshot({ path: fromRoot('e2e/artifacts/report-redacted.png') });
});

test('what was replaced can be looked through, and words of the customer are added', async ({ page }) => {
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures', 'forward-policy-drop', 'bundle'));
  await page.getByRole('button', { name: 'Report…' }).click();
  await page.getByRole('button', { name: /replacements…/ }).click();
  await expect(page.getByRole('cell', { name: '10.1.0.2', exact: true })).toBeVisible();
  await page.getByLabel('Search the replacements').fill('52:54');
  await expect(page.getByRole('cell', { name: '10.1.0.2', exact: true })).toBeHidden();
  const preview = page.getByTitle('Preview of the report');
  await page.getByLabel('Word to replace').fill('RELATED');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop replacing RELATED' })).toBeVisible();
  await expect(preview).toHaveAttribute('srcdoc', /word-1/);
  expect(await preview.getAttribute('srcdoc')).not.toMatch(/RELATED/);
  await page.screenshot({ path: fromRoot('e2e/artifacts/report-words.png') });
});

test('a comparison has a report of its own', async ({ page }) => {
  await openPair(page, 'pair-accept-removed');
  await page.getByRole('button', { name: 'Report…' }).click();
  const preview = page.getByTitle('Preview of the report');
  await expect(preview).toHaveAttribute('srcdoc', /--dport 514 -j ACCEPT/);
  await page.screenshot({ path: fromRoot('e2e/artifacts/report-comparison.png') });
});

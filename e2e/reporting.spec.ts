import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

/** From the window to the file that goes to the customer. */
test('a report is shown before it is saved, and the file is what was shown', async ({ page }) => {
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures', 'forward-policy-drop', 'bundle'));
  await page.getByRole('button', { name: 'Report…' }).click();
  const preview = page.getByTitle('Preview of the report');
  await expect(preview).toHaveAttribute('srcdoc', /policy of filter\/FORWARD/);
  await expect(preview).toHaveAttribute('sandbox', '');
  await page.screenshot({ path: fromRoot('e2e/artifacts/report-preview.png') });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save…' }).click();
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'report.html');
  await (await download).saveAs(path);
  expect(await preview.getAttribute('srcdoc')).toBe(readFileSync(path, 'utf8'));
  await expect(page.getByText(/Saved as netopsy-bundle\.html/)).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openPair, side } from './pages/open-pair.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** A before and an after, laid side by side. */
async function compare(page: Page, pair: string, first: 'before' | 'after' = 'before'): Promise<void> {
  await openPair(page, pair, first);
  await expect(pane(page, 'Changed flows')).toBeVisible();
}

test('a changed flow comes with the change that did it, and both its journeys', async ({ page }) => {
  await compare(page, 'pair-accept-removed');
  const flows = pane(page, 'Changed flows');
  await expect(flows.getByRole('button')).toHaveCount(1);
  await expect(flows).toContainText('udp 10.1.0.2 → 10.2.0.2:514');
  await expect(flows).toContainText('dropped: dropped by policy filter/FORWARD');
  const flow = pane(page, 'Flow');
  await expect(flow).toContainText('What made the difference');
  await expect(flow).toContainText('-A FORWARD -p udp -m udp --dport 514 -j ACCEPT');
  await expect(flow).toContainText('First difference');
  await expect(pane(page, 'Evidence')).toContainText('--dport 514 -j ACCEPT');
  await page.screenshot({ path: fromRoot('e2e/artifacts/comparison.png') });
});

test('a change that changed nothing is listed apart', async ({ page }) => {
  await compare(page, 'pair-accept-removed');
  await page.getByRole('tab', { name: /Changes/ }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('heading', { name: 'Changed no flow of these captures' })).toBeVisible();
  await expect(panel).toContainText('rule moved');
  await page.getByRole('tab', { name: /Rules/ }).click();
  await page.getByLabel('only what differs').check();
  await expect(page.getByRole('grid', { name: 'Both rulesets' }).getByRole('row')).toHaveCount(4);
  await page.screenshot({ path: fromRoot('e2e/artifacts/comparison-rules.png') });
});

test('the names of two folders tell which was before', async ({ page }) => {
  await compare(page, 'pair-drop-inserted', 'after');
  await expect(page.getByRole('definition').first()).toHaveText('before');
  const flows = pane(page, 'Changed flows');
  await expect(flows).toContainText('dropped: dropped by rule filter/FORWARD 1');
  await page.getByRole('button', { name: 'Swap sides' }).click();
  await expect(page.getByRole('definition').first()).toHaveText('after');
  await expect(flows.getByRole('button')).toHaveCount(1);
});

test('two archives that are dropped at once can be compared', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'netopsy-'));
  const archives = (['before', 'after'] as const).map((name) => {
    const path = join(folder, `${name}.tar.gz`);
    execFileSync('tar', ['czf', path, '-C', side('pair-rp-filter', name), '.']);
    return { name: `${name}.tar.gz`, bytes: readFileSync(path).toString('base64') };
  });
  const dropped = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of all) {
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0))], name));
    }
    return transfer;
  }, archives);
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await page.getByRole('button', { name: 'Compare the two' }).click();
  await expect(pane(page, 'Changed flows')).toContainText('reverse path filter');
  await page.getByRole('button', { name: 'Close comparison' }).click();
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a comparison has no accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await compare(page, 'pair-blackhole');
    await expect(pane(page, 'Flow')).toContainText('First difference');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.screenshot({ path: fromRoot(`e2e/artifacts/comparison-${colorScheme}.png`) });
  });
}

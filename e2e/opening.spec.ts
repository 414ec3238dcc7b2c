import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

/** Ways in: each ends at the same dead end, or at a sentence that says why there is none. */
const bundle = fromRoot('e2e/captures/docker-dnat/bundle');
const deadEnd = (page: Page) =>
  page
    .getByRole('region', { name: 'Dead ends' })
    .getByRole('button', { name: /Dropped by policy.*filter\/FORWARD/ });

function temporary(name: string, content: Uint8Array | string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), name);
  writeFileSync(path, content);
  return path;
}

test('the sample opens and says where its packets died', async ({ page }) => {
  await page.screenshot({ path: fromRoot('e2e/artifacts/start.png') });
  await page.getByRole('button', { name: 'Try the sample capture' }).click();
  await expect(deadEnd(page)).toBeVisible();
  await page.screenshot({ path: fromRoot('e2e/artifacts/sample.png') });
});

test('files from the disk are read in the browser', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files…' }).click();
  await (await chooser).setFiles([join(bundle, 'kern.log'), join(bundle, 'iptables-save.txt')]);
  await expect(deadEnd(page)).toBeVisible();
});

test('a folder is read with all its files', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open folder…' }).click();
  await (await chooser).setFiles(bundle);
  await expect(deadEnd(page)).toBeVisible();
  await page.getByRole('tab', { name: /Files/ }).click();
  await expect(page.getByRole('tabpanel').getByText('sysctl.txt').first()).toBeVisible();
});

test('an archive is unpacked in the browser', async ({ page }) => {
  const archive = temporary('customer-4711.tar.gz', '');
  execFileSync('tar', ['czf', archive, '-C', bundle, '.']);
  await page.getByLabel('Files', { exact: true }).setInputFiles(archive);
  await expect(deadEnd(page)).toBeVisible();
  await expect(page.getByText('customer-4711.tar.gz').first()).toBeVisible();
});

test('dropped files are read', async ({ page }) => {
  const files = readdirSync(bundle).map((name) => ({ name, text: readFileSync(join(bundle, name), 'utf8') }));
  const dropped = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: dropped });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: dropped });
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(deadEnd(page)).toBeVisible();
});

const garbage: readonly { readonly name: string; readonly content: () => Uint8Array | string }[] = [
  { name: 'random.bin', content: () => randomBytes(200_000) },
  { name: 'empty.log', content: () => '' },
  { name: 'plain.txt', content: () => 'nothing of a firewall in here\n'.repeat(2000) },
  { name: 'cut.tar.gz', content: () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c]) },
  { name: 'page.html', content: () => '<script>fetch("http://example.invalid/")</script>\n'.repeat(50) },
];

for (const { name, content } of garbage) {
  test(`garbage leaves a message and a window that works: ${name}`, async ({ page }) => {
    await page.getByLabel('Files', { exact: true }).setInputFiles(temporary(name, content()));
    await expect(page.getByRole('alert')).toContainText(/no traced packets|nothing/i);
    await page.screenshot({ path: fromRoot(`e2e/artifacts/garbage-${name}.png`) });
    await page.getByRole('button', { name: 'Open another…' }).click();
    await page.getByRole('button', { name: 'Try the sample capture' }).click();
    await expect(deadEnd(page)).toBeVisible();
  });
}

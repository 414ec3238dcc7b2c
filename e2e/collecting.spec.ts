import AxeBuilder from '@axe-core/playwright';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openFolder } from './pages/open-capture.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** The collector's script, saved from each place where somebody sees that the case lacks something. */
const bundle = (capture: string) => fromRoot('e2e/captures', capture, 'bundle');
const button = { name: 'Script for the customer…' };

/** Saves with the key and reads what came. */
async function saved(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toBe('netopsy-collect.sh');
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'collect.sh');
  await file.saveAs(path);
  return path;
}

function printed(...words: readonly string[]): string {
  return execFileSync(process.execPath, [fromRoot('dist/electron/cli.js'), 'collect', ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

test('the script of a dead packet is what the command line prints, by keyboard alone', async ({ page }) => {
  await openFolder(page, bundle('stale-state'));
  const from = pane(page, 'Packet').getByRole('button', button);
  await from.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Script for the customer' });
  const flow = dialog.getByLabel('Flow');
  await expect(flow).toBeFocused();
  await expect(flow).toHaveValue(/^(tcp|udp) [\d.]+ > [\d.]+:\d+$/);
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
  const path = await saved(page);
  expect(readFileSync(path, 'utf8')).toBe(
    printed(bundle('stale-state'), '--flow', await flow.inputValue(), '--seconds', '10', '--packets', '200'),
  );
  expect(spawnSync('sh', ['-n', path]).status).toBe(0);
  await expect(dialog.getByText('sh netopsy-collect.sh')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(from).toBeFocused();
});

test('a dead end and what is needed have it too; a flow that is none is told, and nothing is saved', async ({
  page,
}) => {
  await openFolder(page, bundle('stale-state'));
  await pane(page, 'Dead ends').getByRole('listitem').getByRole('button').first().click();
  await pane(page, 'Dead ends').getByRole('button', button).click();
  const flow = page.getByLabel('Flow', { exact: true });
  await expect(flow).toHaveValue(/ > /);
  await flow.fill('tcp 10.1.0.2 > 10.2.0.2:0x50');
  await expect(page.getByText('10.2.0.2:0x50 has no port from 0 to 65535.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save script…' })).toBeDisabled();
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: /Needed/ }).click();
  await page.getByRole('tabpanel').getByRole('button', button).click();
  await flow.fill('');
  const script = readFileSync(await saved(page), 'utf8');
  expect(script).toContain("FLOW=''");
  expect(script).toContain("TRACE='no'");
  expect(script).toContain('# The case lacks:');
});

test('a bundle without a packet has it', async ({ page }) => {
  await page.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'ip-route.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(
      'default via 10.1.0.1 dev eth0\n10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.2\n',
    ),
  });
  await page.getByRole('button', button).click();
  await page.getByLabel('Flow', { exact: true }).fill('icmp any > 10.2.0.2');
  expect(readFileSync(await saved(page), 'utf8')).toContain("DST='10.2.0.2'");
});

test.describe('where the system speaks Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('so does the dialog, and what the script says that the case lacks', async ({ page }) => {
    await page.locator('input[webkitdirectory]').setInputFiles(bundle('stale-state'));
    await page
      .getByRole('region', { name: '数据包', exact: true })
      .or(page.getByRole('region', { name: '包', exact: true }))
      .getByRole('button', { name: '给客户的脚本…' })
      .click();
    await expect(page.getByRole('dialog', { name: '给客户的脚本' })).toBeVisible();
    await page.screenshot({ path: fromRoot('e2e/artifacts/collect-chinese.png') });
    expect(readFileSync(await saved(page), 'utf8')).toContain('# 本案例还缺少：');
  });
});

import { _electron, expect, test } from '@playwright/test';
import { installedRuntime } from '../../build/electron-runtime.mjs';
import { fromRoot } from '../../build/paths.mjs';

const executablePath = installedRuntime();
test.skip(executablePath === null, 'the desktop window, because no Electron runtime is installed');

test('the desktop app opens a bundle from its command line, in a sandboxed page', async () => {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...sandbox, fromRoot(), fromRoot('renderer/public/sample')];
  const app = await _electron.launch({ executablePath: executablePath ?? '', args });
  const page = await app.firstWindow();
  expect(page.url()).toMatch(/^app:\/\/netopsy\//);
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  await expect(page.getByRole('region', { name: 'Dead ends' })).toBeVisible();
  await page.screenshot({ path: fromRoot('e2e/artifacts/desktop.png') });
  await app.close();
});

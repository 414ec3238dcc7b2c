import { expect, test } from '@playwright/test';
import { fromRoot } from '../../build/paths.mjs';
import { launchOnStandIn } from '../electron-stand-in/launch.ts';

const sample = fromRoot('renderer/public/sample');

test('the window opens a folder from its dialog, and another bundle from the command line', async ({
  browser,
}) => {
  const app = await launchOnStandIn(browser);
  await expect.poll(() => app.electron.windows.length).toBe(1);
  const page = await app.electron.windows[0]?.page;
  if (page === undefined) throw new Error('No window');
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

  app.electron.dialogPaths.push([sample]);
  await page.getByRole('button', { name: 'Open folder…' }).click();
  const deadEnd = page.getByRole('button', { name: /Dropped by policy.*filter\/FORWARD/ });
  await expect(deadEnd).toBeVisible();

  app.electron.chooseFromMenu('&File', 'Close Bundle');
  await expect(page.getByRole('button', { name: 'Open folder…' })).toBeVisible();
  app.electron.app.emit('second-instance', {}, [], '', { paths: [`${sample}/kern.log`] });
  await expect(deadEnd).toBeVisible();

  expect(errors).toEqual([]);
  expect(app.electron.session.refused).toEqual([]);
  await app.close();
});

test('in the window, a click copies and a click reopens', async ({ browser }) => {
  const app = await launchOnStandIn(browser, { files: [sample] });
  await expect.poll(() => app.electron.windows.length).toBe(1);
  const window = app.electron.windows[0];
  const page = await window?.page;
  if (page === undefined) throw new Error('No window');
  await page.getByRole('button', { name: /^Copy the packet.s story/ }).click();
  await expect.poll(() => window?.copied).toEqual([expect.stringContaining('filter/FORWARD')]);

  app.electron.chooseFromMenu('&File', 'Close Bundle');
  await page.getByRole('list', { name: 'Opened before' }).getByRole('button').click();
  await expect(page.getByRole('button', { name: /Dropped by policy.*filter\/FORWARD/ })).toBeVisible();
  await app.close();
});

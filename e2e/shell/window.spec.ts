import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a case opens from outside, asks for its evidence, and finds it among the recent bundles', async ({
  browser,
}) => {
  const log = readFileSync(`${sample}/kern.log`);
  const sha256 = createHash('sha256').update(log).digest('hex');
  const note = { on: { kind: 'line', file: 'kern.log', line: 3 }, text: 'look here', marked: false };
  const capture = {
    name: 'kern.log',
    files: [{ path: 'kern.log', bytes: log.length, sha256 }],
    tab: 'notes',
    notes: [note],
  };
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'one.netopsy');
  writeFileSync(path, JSON.stringify({ schema: 'netopsy/case/1', captures: [capture] }));
  const app = await launchOnStandIn(browser, { files: [`${sample}/kern.log`] });
  await expect.poll(() => app.electron.windows.length).toBe(1);
  const page = await app.electron.windows[0]?.page;
  if (page === undefined) throw new Error('No window');
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
  app.electron.chooseFromMenu('&File', 'Close Bundle');
  app.electron.app.emit('second-instance', {}, [], '', { paths: [path] });
  await page.getByRole('button', { name: /^Open kern\.log from/ }).click();
  await expect(page.getByRole('list', { name: 'All notes' })).toContainText('look here');
  await app.close();
});

test('a window whose notes no file has is left only if the user says so', async ({ browser }) => {
  const app = await launchOnStandIn(browser);
  await expect.poll(() => app.electron.windows.length).toBe(1);
  await app.electron.windows[0]?.page;
  const contents = app.electron.windows[0]?.contents;
  const leaves = (answer: number) => {
    let left = false;
    app.electron.answers.push(answer);
    contents?.emit('will-prevent-unload', { preventDefault: () => (left = true) });
    return left;
  };
  expect(leaves(1)).toBe(false);
  expect(leaves(0)).toBe(true);
  await app.close();
});

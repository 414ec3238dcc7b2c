import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

const firstDeadEnd = /Policy drops.*filter\/FORWARD/;

test('the sample opens and says where its packets died', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample capture' }).click();
  const deadEnds = page.getByRole('region', { name: 'Dead ends' });
  await expect(deadEnds.getByRole('button', { name: firstDeadEnd })).toBeVisible();
  await page.screenshot({ path: fromRoot('e2e/artifacts/sample.png') });
});

test('files from the disk are read in the browser', async ({ page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open files…' }).click();
  const sample = (name: string) => fromRoot('renderer/public/sample', name);
  await (await chooser).setFiles([sample('kern.log'), sample('iptables-save.txt')]);
  await expect(
    page.getByRole('region', { name: 'Dead ends' }).getByRole('button', { name: firstDeadEnd }),
  ).toBeVisible();
});

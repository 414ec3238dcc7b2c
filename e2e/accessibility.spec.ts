import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './pages/served-page.ts';

test('the start screen has no accessibility violation', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Netopsy' })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`an open capture has no accessibility violation (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.getByRole('button', { name: 'Try the sample capture' }).click();
    await expect(page.getByRole('region', { name: 'Dead ends' })).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

const dialogs = ['Try a change…', 'Send a packet…', 'Script for the customer…', 'Keys and filter words'];
const menus = ['Compare…', 'Columns…', 'Save packets…'];

test('no dialog and no menu has an accessibility violation', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample capture' }).click();
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
  for (const name of [...dialogs, ...menus]) {
    await page.getByRole('button', { name, exact: true }).first().click();
    const opened = page.getByRole(menus.includes(name) ? 'menu' : 'dialog');
    await expect(opened, name).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations, name).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(opened, name).toBeHidden();
  }
});

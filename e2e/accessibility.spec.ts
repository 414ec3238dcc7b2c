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

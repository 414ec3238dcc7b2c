import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

/** Tables are sorted by any column, and show what the header of a packet has. */
const grid = (page: Page, name: string) => page.getByRole('grid', { name });
const heading = (page: Page, table: string, name: string) =>
  grid(page, table).getByRole('columnheader', { name });

async function cellsOf(page: Page, table: string, column: number): Promise<readonly string[]> {
  const cells = grid(page, table).getByRole('row').getByRole('gridcell');
  const perRow = await grid(page, table).getByRole('columnheader').count();
  const texts = await cells.allInnerTexts();
  return texts.filter((_, i) => i % perRow === column);
}

test.beforeEach(async ({ page }) => {
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures/forward-policy-drop/bundle'));
  await expect(grid(page, 'Journeys')).toBeVisible();
});

test('journeys are sorted by a click on a heading, back by the next, and then as the log has them', async ({
  page,
}) => {
  const steps = heading(page, 'Journeys', 'steps');
  const open = grid(page, 'Journeys').getByRole('row', { selected: true });
  const before = await open.innerText();
  await expect(steps).toHaveAttribute('aria-sort', 'none');
  await steps.getByRole('button').click();
  await expect(steps).toHaveAttribute('aria-sort', 'descending');
  // How many rows are drawn may still change.
  await expect
    .poll(async () => {
      const counts = (await cellsOf(page, 'Journeys', 6)).map(Number);
      return counts.length > 3 && counts.every((count, i) => i === 0 || (counts[i - 1] ?? 0) >= count);
    })
    .toBe(true);
  await steps.getByRole('button').press('Enter');
  await expect(steps).toHaveAttribute('aria-sort', 'ascending');
  await expect(open).toBeInViewport();
  expect(await open.innerText()).toBe(before);
  await steps.getByRole('button').press('Enter');
  await expect(steps).toHaveAttribute('aria-sort', 'none');
});

test('fields of the header are columns on demand, sorted as well, and kept', async ({ page }) => {
  await page.getByRole('button', { name: 'Columns…' }).click();
  const menu = page.getByRole('menu', { name: 'Columns…' });
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('menuitemcheckbox', { name: 'ID' })).toBeChecked();
  await menu.getByRole('menuitemcheckbox', { name: 'to MAC' }).click();
  expect((await new AxeBuilder({ page }).include('[role=menu]').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await heading(page, 'Journeys', 'ID').getByRole('button').click();
  const ids = grid(page, 'Journeys').getByText(/^0x[0-9a-f]{4} \(\d+\)$/);
  await expect(ids.first()).toBeVisible();
  await expect
    .poll(async () => {
      const numbers = (await cellsOf(page, 'Journeys', 8)).map((text) => parseInt(text, 16) || Infinity);
      return numbers.length > 3 && numbers.every((id, i) => i === 0 || (numbers[i - 1] ?? 0) <= id);
    })
    .toBe(true);
  await page.reload();
  await page
    .getByLabel('Folder', { exact: true })
    .setInputFiles(fromRoot('e2e/captures/forward-policy-drop/bundle'));
  await expect(heading(page, 'Journeys', 'to MAC')).toBeVisible();
});

test('rules are sorted by their packets', async ({ page }) => {
  await page.getByRole('tab', { name: /Rules/ }).click();
  await heading(page, 'Rules', 'packets').getByRole('button').click();
  await expect
    .poll(async () => {
      const counts = (await cellsOf(page, 'Rules', 0)).map(Number);
      return counts.length > 3 && counts.every((count, i) => i === 0 || (counts[i - 1] ?? 0) >= count);
    })
    .toBe(true);
});

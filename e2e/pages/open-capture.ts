import { expect, type Page } from '@playwright/test';
import { fromRoot } from '../../build/paths.mjs';

/** Opens a bundle of `e2e/captures`; ends when its dead ends are listed. */
export async function openCapture(page: Page, capture: string): Promise<void> {
  await openFolder(page, fromRoot('e2e/captures', capture, 'bundle'));
  await expect(page.getByRole('region', { name: 'Dead ends' }).getByRole('button').first()).toBeVisible();
}

/** Opens a folder of files as the start page does; ends when the table of journeys is there. */
export async function openFolder(page: Page, path: string): Promise<void> {
  await page.getByLabel('Folder', { exact: true }).setInputFiles(path);
  await expect(page.getByRole('grid', { name: 'Journeys' })).toBeVisible();
}

import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fromRoot } from '../build/paths.mjs';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

const graphOf = (page: Page) => page.getByRole('img', { name: /^Graph of/ });

async function open(page: Page, capture: string) {
  await page.getByLabel('Folder', { exact: true }).setInputFiles(fromRoot('e2e/captures', capture, 'bundle'));
  await expect(graphOf(page)).toHaveAttribute('aria-busy', 'false');
}

/** The colours of the graph's canvas, each with how many pixels have it. */
function pixelsOf(page: Page): Promise<number> {
  return graphOf(page).evaluate((element) => {
    const canvas = [...element.querySelectorAll('canvas')].at(-1);
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let hash = 0;
    for (let i = 0; i < pixels.length; i++) hash = (hash * 31 + (pixels[i] ?? 0)) | 0;
    return hash;
  });
}

test('the graph is saved as a drawing with all chains, and as an image', async ({ page }) => {
  await open(page, 'docker-dnat');
  const save = async (entry: RegExp) => {
    await page.getByRole('button', { name: 'Save… Graph' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: entry }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const svg = (await save(/SVG/)).toString('utf8');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  for (const name of ['DOCKER-ISOLATION-STAGE-2', 'POSTROUTING', 'enp0s1', '✕ 1'])
    expect(svg).toContain(name);
  expect(svg).not.toContain('var(');
  const viewer = await page.context().newPage();
  await viewer.setContent(svg);
  // Drawn in the window's colours, with none left to be filled in.
  const fill = await viewer
    .locator('.drop rect')
    .first()
    .evaluate((box) => getComputedStyle(box).fill);
  expect(fill).toBe('rgb(251, 234, 234)');
  expect(await viewer.locator('path').count()).toBeGreaterThan(20);
  await viewer.screenshot({ path: fromRoot('e2e/artifacts/graph-svg.png') });
  await viewer.close();

  const png = await save(/PNG/);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Twice as many pixels as the graph has, which is wider than its pane.
  expect(png.readUInt32BE(16)).toBeGreaterThan(1400);
});

test('a pane has all of the window at a click, and its place again with Escape', async ({ page }) => {
  await open(page, 'docker-dnat');
  const width = async () => (await graphOf(page).boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('button', { name: /^Maximise Flow/ }).click();
  await expect.poll(width).toBeGreaterThan(1.5 * before);
  await expect(pane(page, 'Journeys')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect.poll(width).toBe(before);
  await expect(pane(page, 'Journeys')).toBeVisible();
  await page.getByRole('button', { name: 'Maximise Journeys' }).click();
  await expect(graphOf(page)).toBeHidden();
  await page.getByRole('button', { name: /^Give Journeys its place/ }).click();
  await expect(graphOf(page)).toBeVisible();
});

test('a small map shows what is out of sight, and moves the graph', async ({ page }) => {
  await open(page, 'docker-dnat');
  const map = page.locator('canvas.map');
  await page.getByRole('button', { name: /^Maximise Flow/ }).click();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(map).toBeHidden();
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(map).toBeVisible();
  const before = await pixelsOf(page);
  const box = await map.boundingBox();
  if (box === null) throw new Error('there is no map');
  await page.mouse.click(box.x + 8, box.y + 8);
  await expect.poll(() => pixelsOf(page)).not.toBe(before);
});

test('the graph is laid out anew for another pane', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 720 });
  await open(page, 'kube-proxy');
  const map = page.locator('canvas.map');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  const before = await pixelsOf(page);
  await page.setViewportSize({ width: 2560, height: 1440 });
  // In so much room all of it is read at once.
  await expect(map).toBeHidden();
  await expect.poll(() => pixelsOf(page)).not.toBe(before);
});

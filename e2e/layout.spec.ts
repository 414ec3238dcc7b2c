import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openFolder } from './pages/open-capture.ts';
import { expect, test } from './pages/served-page.ts';

/** The window at three sizes and in both schemes, measured: what a person would see at a glance to be wrong. */
const captures: readonly (readonly string[])[] = [
  ['docker-dnat', 'bundle'],
  ['big-kube', 'bundle'],
  ['kube-proxy', 'bundle'],
  ['multi-host', 'bundle'],
  ['nft-native', 'bundle'],
  ['bridge', 'bundle'],
  ['both-backends', 'bundle'],
  ['ipv6', 'bundle'],
  ['policy-routing', 'bundle'],
  ['stale-ruleset', 'bundle'],
  ['lab-odd-names-a', 'bundle'],
  ['pair-rp-filter', 'before'],
];
const sizes = [
  { width: 1000, height: 720 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

for (const path of captures) {
  test(`nothing is cut, too small, covered or hard to hit: ${path[0]}`, async ({ page }) => {
    await openFolder(page, fromRoot('e2e/captures', ...path));
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await faults(page), `${size.width} px, ${colorScheme}`).toEqual([]);
      }
    }
  });
}

test('how packets end and what rules do is in sight in a narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 720 });
  await page.getByLabel('Folder', { exact: true }).setInputFiles(fromRoot('e2e/captures/docker-dnat/bundle'));
  const open = page.getByRole('grid', { name: 'Journeys' }).getByRole('row', { selected: true });
  await expect(open.getByText('dropped')).toBeInViewport();
  await page.getByRole('tab', { name: /Rules/ }).click();
  const target = page.getByRole('grid', { name: 'Rules' }).getByText('-j DOCKER-USER').first();
  await expect(target).toBeInViewport({ ratio: 1 });
  const pane = await page.getByRole('tabpanel').boundingBox();
  const box = await target.boundingBox();
  expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0));
});

/** What is wrong with what can be seen now, each with its text. */
async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  return page.evaluate(() => {
    const found = new Set<string>();
    const smallestText = 11;
    const smallestTarget = 24;

    /** What of an element its scrolling ancestors and the window leave in sight. */
    function seen(element: Element): DOMRect {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflow === 'visible') continue;
        const box = parent.getBoundingClientRect();
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
        top = Math.max(top, box.top);
        bottom = Math.min(bottom, box.bottom);
      }
      right = Math.min(right, innerWidth);
      bottom = Math.min(bottom, innerHeight);
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    const ownText = (element: Element) =>
      [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent?.trim() ?? '')
        .join('');
    const all = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        element.closest('.visually-hidden, [aria-hidden="true"], svg, option') === null &&
        element.checkVisibility(),
    );

    for (const element of all) {
      const text = ownText(element);
      const { width, height } = seen(element);
      if (width < 2 || height < 2) continue;
      const style = getComputedStyle(element);
      if (text !== '') {
        if (parseFloat(style.fontSize) < smallestText) found.add(`small: ${text}`);
        const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden';
        if (isCut && style.textOverflow !== 'ellipsis') found.add(`cut: ${text}`);
      }
      if (!element.matches('button, select, input, textarea, a[href], [role=tab], [role=separator]'))
        continue;
      const box = element.getBoundingClientRect();
      // Wholly in sight, and not a word of a sentence or a cell of a dense table, whose row is the target.
      if (box.height > height + 1 || box.width > width + 1) continue;
      const isInline = style.display.startsWith('inline') && ownText(element.parentElement ?? element) !== '';
      const isInRow = element.closest('[role=row], td, dd, p, li, .line, .facts, .flow') !== null;
      const isSeparator = element.matches('[role=separator]');
      if (!isInline && !isInRow && !isSeparator && Math.min(box.width, box.height) < smallestTarget - 0.5)
        found.add(`target: ${element.getAttribute('aria-label') ?? text} ${box.width}x${box.height}`);
      const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (middle !== null && !element.contains(middle) && !middle.contains(element))
        found.add(`covered: ${element.getAttribute('aria-label') ?? text}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.add('the page scrolls sideways');
    return [...found].sort();
  });
}

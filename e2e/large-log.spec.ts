import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeChains } from '../build/bench/write-chains.mjs';
import { writeLog } from '../build/bench/write-log.mjs';
import { fromRoot } from '../build/paths.mjs';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** A log that takes a while: what is shown meanwhile, and that it is the whole in the end. */
let folder = '';
let log = '';
// Made anew for each group of tests: a busy machine runs those of one file in several.
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netopsy-'));
  log = join(folder, 'kern.log');
  writeLog(log, 260_000);
});
test.afterAll(() => rmSync(folder, { recursive: true }));

const graphOf = (page: Page) => page.getByRole('img', { name: /^Graph of/ });

/** Notes what the panes said while the header still said that more is being read. */
async function watchReading(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { partial: '', deadEnds: 0, rows: 0 };
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const reading = document.querySelector('header [aria-busy=true]');
      if (reading === null) return;
      seen.partial = reading.textContent ?? '';
      seen.deadEnds = document.querySelectorAll('section[aria-label="Dead ends"] li .dead').length;
      seen.rows = Math.max(seen.rows, document.querySelectorAll('[role=grid] .mono').length);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

test('a long log fills the panes while it is read, marked as partial, and then the whole takes its place', async ({
  page,
}) => {
  const json = execFileSync(process.execPath, [fromRoot('dist/electron/cli.js'), 'analyze', '--json', log], {
    maxBuffer: 1 << 28,
  });
  const { packets } = JSON.parse(json.toString()) as { packets: { total: number } };
  await watchReading(page);
  await page.getByLabel('Files', { exact: true }).setInputFiles(log);
  await expect(pane(page, 'Journeys')).toContainText(packets.total.toLocaleString('en-US'));
  await expect(page.getByText('partial', { exact: false })).toHaveCount(0);
  const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, unknown> }).seen);
  expect(seen['partial']).toContain('partial');
  expect(seen['deadEnds']).toBeGreaterThan(0);
  expect(seen['rows']).toBeGreaterThan(0);
});

test('families of chains are one place with a list, from which they are drawn each and as one again, in the graph and in the table', async ({
  page,
}) => {
  await page.getByLabel('Files', { exact: true }).setInputFiles(log);
  await expect(page.getByRole('button', { name: 'Report…' })).toBeEnabled();
  await page.getByLabel('What is drawn').selectOption('all');
  const family = page.getByRole('button', { name: /nat\/KUBE-SVC-\* .*chains/ });
  await expect(family).toHaveAttribute('aria-expanded', 'false');
  await expect(graphOf(page)).toHaveAttribute('aria-busy', 'false');
  await page.screenshot({ path: fromRoot('e2e/artifacts/folded.png') });
  await page.getByRole('tab', { name: 'Table' }).click();
  const edges = page.getByRole('tabpanel').getByRole('row');
  const folded = await edges.count();
  await family.focus();
  await page.keyboard.press('Enter');
  await expect(family).toHaveAttribute('aria-expanded', 'true');
  const drawEach = page.getByLabel('Draw each');
  await drawEach.check();
  await expect.poll(() => edges.count()).toBeGreaterThan(folded + 50);
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(graphOf(page)).toHaveAttribute('aria-busy', 'false');
  await page.screenshot({ path: fromRoot('e2e/artifacts/unfolded.png') });
  await drawEach.uncheck();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(edges).toHaveCount(folded);
  await page
    .getByRole('button', { name: 'Filter for packets from nat/KUBE-SERVICES to nat/KUBE-SVC-*', exact: true })
    .click();
  await expect(pane(page, 'Journeys')).toContainText(/[\d,]+\sof [\d,]+/);
});

test('the last of many journeys is a key away, and its row has what the first had', async ({ page }) => {
  await page.getByLabel('Files', { exact: true }).setInputFiles(log);
  await expect(page.getByRole('button', { name: 'Report…' })).toBeEnabled();
  const journeys = page.getByRole('grid', { name: 'Journeys' });
  await journeys.focus();
  for (const key of ['End', 'PageUp', 'PageUp', 'Home', 'PageDown', 'End']) await page.keyboard.press(key);
  const last = journeys.getByRole('row', { selected: true });
  const rows = Number(await journeys.getAttribute('aria-rowcount'));
  await expect(last).toHaveAttribute('aria-rowindex', String(rows));
  await expect(last).toHaveAttribute('aria-busy', 'false');
  await expect(last).toContainText(/\d+\.\d+\.\d+\.\d+:\d+/);
});

test('a graph of three hundred chains is drawn, and weighed again by a filter that comes meanwhile', async ({
  page,
}) => {
  const bundle = join(folder, 'chains');
  writeChains(bundle, 300);
  const files = ['kern.log', 'iptables-save.txt'].map((name) => join(bundle, name));
  await page.getByLabel('Files', { exact: true }).setInputFiles(files);
  await page.getByLabel('Filter', { exact: true }).fill('dropped');
  const graph = graphOf(page);
  await expect(graph).toHaveAttribute('aria-busy', 'false');
  await page.getByRole('button', { name: 'Fit' }).click();
  const isDrawn = () =>
    graph.evaluate((element) =>
      [...element.querySelectorAll('canvas')].some((canvas) => {
        const context = canvas.getContext('2d');
        const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let lines = 0;
        for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 200) lines++;
        return lines > 5000;
      }),
    );
  await expect.poll(isDrawn).toBe(true);
  await page.screenshot({ path: fromRoot('e2e/artifacts/chains.png') });
  await page.getByRole('tab', { name: /^Table/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('filter/log-and-drop');
});

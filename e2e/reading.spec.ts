import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../build/paths.mjs';
import { openCapture } from './pages/open-capture.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** What a person does with an open capture: read the answer, doubt it, follow the proof. */
test('a dead end explains itself, and its evidence is the very line of the very file', async ({ page }) => {
  await openCapture(page, 'rp-filter');
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /Reverse path filter.*eth1, not by eth0/ })
    .click();
  const story = pane(page, 'Packet');
  await expect(story).toContainText('Dropped by reverse path filtering on eth0 (rp_filter 1)');
  await expect(story).toContainText('inferred');
  await story.getByRole('button', { name: 'sysctl.txt:113' }).first().click();
  const evidence = pane(page, 'Evidence');
  await expect(evidence).toContainText('sysctl.txt:113');
  await expect(evidence.getByText('net.ipv4.conf.eth0.rp_filter = 1')).toBeVisible();
  await page.screenshot({ path: fromRoot('e2e/artifacts/evidence.png') });
});

test('one selection narrows every pane, and back widens it again', async ({ page }) => {
  await openCapture(page, 'docker-dnat');
  const journeys = pane(page, 'Journeys');
  await expect(journeys).toContainText('33');
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /Dropped by rule/ })
    .click();
  const filter = page.getByLabel('Filter', { exact: true });
  await expect(filter).toHaveValue(/DOCKER-ISOLATION-STAGE-2/);
  await expect(journeys.getByRole('row')).toHaveCount(2);
  await expect(pane(page, 'Packet')).toContainText('172.30.0.2:40222');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(filter).toHaveValue('');
  await expect(journeys).toContainText('33');
});

test('the filter takes words, and says which it does not know', async ({ page }) => {
  await openCapture(page, 'docker-dnat');
  await page.keyboard.press('/');
  await page.keyboard.type('udp forwarded dport 10053');
  await expect(pane(page, 'Journeys').getByRole('row')).toHaveCount(4);
  await page.getByLabel('Filter', { exact: true }).fill('dport nonsense');
  await expect(page.getByText(/nonsense/).first()).toBeVisible();
});

test('the filter goes on with what packets have, by keyboard, and knows brackets and other tools’ words', async ({
  page,
}) => {
  await openCapture(page, 'docker-dnat');
  const filter = page.getByLabel('Filter', { exact: true });
  const rows = pane(page, 'Journeys').getByRole('row');
  await filter.pressSequentially('chain DOCKER-ISO');
  await page.getByRole('option', { name: /filter\/DOCKER-ISOLATION-STAGE-1/ }).waitFor();
  await filter.press('ArrowDown');
  await filter.press('Enter');
  await expect(filter).toHaveValue(/^chain filter\/DOCKER-ISOLATION-STAGE-\d $/);
  await filter.fill('udp.dstport == 10053 || (tcp and dead)');
  await expect(page.getByRole('status').filter({ hasText: 'closed' })).toHaveCount(0);
  await expect(filter).toHaveAttribute('aria-invalid', 'false');
  await filter.fill('(tcp');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('A bracket is not closed.')).toBeVisible();
  await filter.fill('not (tcp or udp or icmp)');
  await expect(rows.filter({ hasText: /tcp|udp|icmp/ })).toHaveCount(0);
});

test('an edge of the table narrows to the packets that took it', async ({ page }) => {
  await openCapture(page, 'docker-dnat');
  await page.getByRole('tab', { name: 'Table' }).click();
  await page
    .getByRole('button', { name: 'Filter for packets from filter/FORWARD to filter/DOCKER', exact: true })
    .click();
  await expect(page.getByLabel('Filter', { exact: true })).toHaveValue(
    /filter\/FORWARD\s*>\s*filter\/DOCKER/,
  );
  await expect(pane(page, 'Journeys').getByRole('row')).toHaveCount(4);
});

test('a click in the graph selects the chain under it', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  const graph = page.getByRole('img', { name: /^Graph of/ });
  await expect(graph).toHaveAttribute('aria-busy', 'false');
  const box = await graph.boundingBox();
  if (box === null) throw new Error('the graph is not drawn');
  await page.screenshot({ path: fromRoot('e2e/artifacts/graph.png') });
  const filter = page.getByLabel('Filter', { exact: true });
  // Where a node lies depends on the pane's size: the first click along the graph's middle that hits one is enough. What
  // it does is seen in the next frame.
  for (let y = 0.3; y < 0.75 && (await filter.inputValue()) === ''; y += 0.03) {
    for (let x = 0.05; x < 0.95 && (await filter.inputValue()) === ''; x += 0.03) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
    }
  }
  await expect(filter).toHaveValue(/chain|edge|in |via|out|local|dead/);
});

test('hostile names stay text', async ({ page }) => {
  const hostile = '<img/src=x/onerror=alert(1)>';
  const folder = mkdtempSync(join(tmpdir(), 'netopsy-'));
  const line = (place: string, out: string) =>
    `[  420.080676] TRACE: ${place} IN=eth0 OUT=${out} SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 PROTO=UDP SPT=5 DPT=7 LEN=40\n`;
  writeFileSync(
    join(folder, 'kern.log'),
    line('raw:PREROUTING:policy:1', '') +
      line('filter:FORWARD:rule:1', hostile) +
      line(`filter:${hostile}:return:1`, hostile),
  );
  writeFileSync(
    join(folder, 'iptables-save.txt'),
    `*filter\n:FORWARD ACCEPT [0:0]\n:${hostile} - [0:0]\n-A FORWARD -p udp -j ${hostile}\n-A ${hostile} -j DROP\nCOMMIT\n`,
  );
  await page.getByLabel('Folder', { exact: true }).setInputFiles(folder);
  await expect(pane(page, 'Dead ends').getByRole('button', { name: /onerror/ })).toBeVisible();
  await expect(pane(page, 'Packet')).toContainText(hostile);
  expect(await page.locator('img').count()).toBe(0);
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [800, 700],
  ] as const) {
    test(`the capture fits a ${scheme} window of ${width}x${height}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      await openCapture(page, 'nested-chain-drop');
      await expect(pane(page, 'Packet')).toContainText('Dropped by rule 2 of filter/LAN-UDP');
      await page.screenshot({ path: fromRoot(`e2e/artifacts/capture-${scheme}-${width}.png`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}

test('a packet that another host saw leads there', async ({ page }) => {
  await openCapture(page, 'multi-host');
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /Dropped by rule/ })
    .click();
  const story = pane(page, 'Packet');
  await story.getByRole('button', { name: 'left edge1 via ens4' }).click();
  await expect(page.getByLabel('Filter', { exact: true })).toHaveValue(/^packet \d+$/);
  await expect(story.getByRole('button', { name: /dropped on core2 in filter\/FORWARD/ })).toBeVisible();
});

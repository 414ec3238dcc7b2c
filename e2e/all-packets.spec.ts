import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openCapture } from './pages/open-capture.ts';
import { openPair } from './pages/open-pair.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** Questions about all packets, captured or not. */
const boxes = (page: Page) => page.getByRole('grid', { name: 'Boxes of packets' });

test('at a dead end, who else dies here is told in boxes, and one of them is sent', async ({ page }) => {
  await openCapture(page, 'nft-native');
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /policy/ })
    .first()
    .click();
  await pane(page, 'Dead ends').getByRole('button', { name: 'Who else dies here' }).click();
  const asked = pane(page, 'All packets');
  await expect(asked.getByRole('heading')).toContainText('Who else dies here');
  await expect(asked).toContainText('Of their headers,');
  await expect(boxes(page)).toContainText('✕ Dropped by the policy of filter/forward');
  await page.screenshot({ path: fromRoot('e2e/artifacts/who-else-dies.png') });

  // 10.2.0.2 stands in no box, but in the ranges of some.
  const all = Number(await boxes(page).getAttribute('aria-rowcount'));
  await asked.getByLabel('Find boxes').fill('10.2.0.77');
  await expect(boxes(page)).not.toHaveAttribute('aria-rowcount', String(all));
  await asked.getByLabel('Find boxes').fill('');
  await boxes(page).getByRole('button', { name: 'destination' }).click();
  await expect(boxes(page).getByRole('columnheader', { name: /destination/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );

  await boxes(page).getByRole('row').filter({ hasText: '✕' }).first().click();
  await asked.getByRole('button', { name: 'Send one of these' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send a packet' });
  await expect(dialog.getByLabel('Destination', { exact: true })).toHaveValue(/^10\./);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).toContainText('Dropped by the policy of filter/forward');
});

test('at a rule, what it still catches, and what comes to its chain, drawn', async ({ page }) => {
  await openCapture(page, 'docker-dnat');
  await page.getByRole('tab', { name: /^Rules/ }).click();
  await page.getByLabel('Find rules').fill('DOCKER-ISOLATION-STAGE-2 1');
  // Until the list has narrowed, the first row is another rule's.
  const first = page.getByRole('grid', { name: 'Rules' }).getByRole('row').nth(1);
  await expect(first).toContainText('DOCKER-ISOLATION-STAGE-2');
  await first.click();
  await page.getByRole('button', { name: 'What it still catches' }).click();
  await expect(boxes(page)).toContainText('Dropped by rule 1 of filter/DOCKER-ISOLATION-STAGE-2');
  await expect(boxes(page)).not.toContainText('Dropped by rule 2 of filter/DOCKER-ISOLATION-STAGE-2');

  await page.getByRole('tab', { name: /^Rules/ }).click();
  await first.click();
  await page.getByRole('button', { name: 'What gets through' }).click();
  await expect(boxes(page)).toContainText('Dropped by rule 2 of filter/DOCKER-ISOLATION-STAGE-2');
  await page.getByRole('button', { name: 'Draw' }).click();
  await expect(page.getByLabel('What is drawn')).toHaveValue('boxes');
  await page.screenshot({ path: fromRoot('e2e/artifacts/boxes-drawn.png') });
});

test('what gets through of what the filter says, and an interface that is not there', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByLabel('Filter', { exact: true }).fill('in eth0 dst 10.2.0.2 dport 22');
  await page.getByRole('button', { name: 'What gets through' }).click();
  const asked = pane(page, 'All packets');
  await expect(asked.getByLabel('Destination', { exact: true })).toHaveValue('10.2.0.2');
  await expect(boxes(page)).toContainText('Dropped by');
  await asked.getByLabel('Destination', { exact: true }).fill('10.2.0');
  await asked.getByRole('button', { name: 'Ask' }).click();
  await expect(asked.getByRole('alert')).toContainText('10.2.0 is not an address');
});

test('rules that no packet can match are told in their list', async ({ page }) => {
  const rules = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [2:120]
:OUTPUT ACCEPT [0:0]
[5:300] -A FORWARD -p tcp -j ACCEPT
[3:180] -A FORWARD -p tcp -m tcp --dport 22 -j DROP
COMMIT
`;
  const trace =
    '[  420.1] TRACE: filter:FORWARD:policy:3 IN=eth0 OUT=eth1 MAC= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1 DF PROTO=UDP SPT=1 DPT=53 LEN=40\n';
  await page.getByLabel('Files', { exact: true }).setInputFiles([
    { name: 'iptables-save.txt', mimeType: 'text/plain', buffer: Buffer.from(rules) },
    { name: 'kern.log', mimeType: 'text/plain', buffer: Buffer.from(trace) },
  ]);
  await page.getByRole('tab', { name: /^Rules/ }).click();
  const grid = page.getByRole('grid', { name: 'Rules' });
  await expect(grid).toContainText('never matches');
  await page.getByLabel('Which rules').selectOption('never');
  await expect(grid.getByRole('row').nth(1)).toContainText('never matches');
  await grid.getByRole('row').nth(1).click();
  await expect(page.getByText('Never matches: rule 1 of filter/FORWARD takes all packets')).toBeVisible();
  await expect(page.getByText('Its counter shows 3 packets all the same')).toBeVisible();
});

test('the comparison tells packets that nobody captured', async ({ page }) => {
  await openPair(page, 'pair-accept-removed');
  await page.getByRole('tab', { name: 'Packets not captured' }).click();
  await expect(boxes(page)).toContainText('✕ dies now');
  await expect(boxes(page)).toContainText('514');
  await page.screenshot({ path: fromRoot('e2e/artifacts/packets-not-captured.png') });
});

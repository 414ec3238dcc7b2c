import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { openFolder } from './pages/open-capture.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/**
 * What somebody with a customer on the telephone does, once the bundle is open: each task takes three actions at most,
 * where an action is a click, a key, or one entry in a field. What can be picked is not typed.
 */
const most = 3;

class Desk {
  readonly #page: Page;
  #taken = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async click(target: Locator): Promise<void> {
    this.#take();
    await target.click();
  }

  async press(key: string): Promise<void> {
    this.#take();
    await this.#page.keyboard.press(key);
  }

  /** One entry in the field that has the focus. */
  async enter(text: string): Promise<void> {
    this.#take();
    await this.#page.keyboard.type(text);
  }

  /** A file or folder, from the dialog of the system. */
  async choose(target: Locator, path: string): Promise<void> {
    this.#take();
    await target.setInputFiles(path);
  }

  #take(): void {
    this.#taken += 1;
    expect(this.#taken, 'actions').toBeLessThanOrEqual(most);
  }
}

async function open(page: Page, ...folder: readonly string[]): Promise<Desk> {
  await openFolder(page, fromRoot('e2e/captures', ...folder));
  return new Desk(page);
}

const filterOf = (page: Page) => page.getByLabel('Filter', { exact: true });
const journeys = (page: Page) => pane(page, 'Journeys').getByRole('row');

test('why did packets to port 8125 die', async ({ page }) => {
  const desk = await open(page, 'big-kube/bundle');
  await desk.press('/');
  await desk.enter('dport 8125 dead');
  const first = pane(page, 'Dead ends').getByRole('listitem').getByRole('button').first();
  await expect(first).toContainText('Rejected by rule');
  await expect(first).toContainText('udp 8125');
  await expect(pane(page, 'Packet')).toContainText('Rejected by rule 1 of filter/KUBE-SERVICES');
});

test('which rule kills most', async ({ page }) => {
  await open(page, 'big-kube/bundle');
  const first = pane(page, 'Dead ends').getByRole('listitem').getByRole('button').first();
  await expect(first).toContainText('filter/CALI-DENY 1');
  await expect(first).toContainText('35');
  await expect(pane(page, 'Packet')).toContainText('Dropped by rule 1 of filter/CALI-DENY');
});

test('what was masqueraded, and to which address', async ({ page }) => {
  const desk = await open(page, 'lab-masquerade-a/bundle');
  await desk.press('/');
  await desk.enter('snat');
  await expect(pane(page, 'Packet')).toContainText(/src\s*10\.71\.0\.2:\d+\s*→\s*10\.72\.0\.\d+/);
  await expect(journeys(page).nth(1)).toBeVisible();
});

test('has rule 3 of a chain ever matched', async ({ page }) => {
  const desk = await open(page, 'docker-dnat/bundle');
  await desk.click(page.getByRole('tab', { name: /Rules/ }));
  await desk.click(page.getByLabel('Find rules'));
  await desk.enter('FORWARD 3');
  const rows = page.getByRole('grid', { name: 'Rules' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1).getByRole('gridcell').nth(3)).toHaveText('3');
  await expect(rows.nth(1).getByRole('gridcell').nth(0)).toHaveText('9');
});

test('where is the packet with this sequence number', async ({ page }) => {
  const desk = await open(page, 'docker-dnat/bundle');
  await desk.press('/');
  await desk.enter('seq 2114932669');
  await expect(journeys(page)).toHaveCount(2);
  await expect(pane(page, 'Packet')).toContainText('192.168.64.1:52845 → 172.19.0.9:22');
});

test('what did the change of Tuesday break', async ({ page }) => {
  const desk = await open(page, 'pair-accept-removed/before');
  const chooser = page.waitForEvent('filechooser');
  await desk.click(page.getByRole('button', { name: 'Compare…' }));
  await desk.click(page.getByRole('menuitem', { name: 'With a folder…' }));
  await (await chooser).setFiles(fromRoot('e2e/captures/pair-accept-removed/after'));
  await expect(pane(page, 'Flow')).toContainText('-A FORWARD -p udp -m udp --dport 514 -j ACCEPT');
});

test('a report without the customer’s addresses', async ({ page }) => {
  const desk = await open(page, 'forward-policy-drop/bundle');
  await desk.click(page.getByRole('button', { name: 'Report…' }));
  const download = page.waitForEvent('download');
  await desk.click(page.getByRole('button', { name: 'Save…', exact: true }));
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'report.html');
  await (await download).saveAs(path);
  const report = readFileSync(path, 'utf8');
  expect(report).toMatch(/policy of filter\/FORWARD/);
  expect(report).not.toMatch(/10\.1\.0\.2|52:54:00/);
});

test('what to ask the customer for', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const desk = await open(page, 'stale-state/bundle');
  await desk.click(page.getByRole('tab', { name: /Needed/ }));
  await desk.click(page.getByRole('tabpanel').getByRole('button', { name: 'Copy all commands' }));
  const commands = await page.evaluate(() => navigator.clipboard.readText());
  expect(commands.split('\n').length).toBe(new Set(commands.split('\n')).size);
  await expect(page.getByRole('tabpanel')).toContainText(commands.split('\n')[0] ?? '?');
});

test('to open the case of yesterday, with its notes', async ({ page }) => {
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'yesterday.netopsy');
  await open(page, 'docker-dnat/bundle');
  await filterOf(page).fill('dport 22 dead');
  await pane(page, 'Packet')
    .getByRole('button', { name: /^Note on packet/ })
    .click();
  await page.keyboard.type('asked the customer about port 22');
  await page.keyboard.press('Control+Enter');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save case…' }).click();
  await (await download).saveAs(path);

  await page.evaluate(() => localStorage.clear());
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.evaluate(() => localStorage.clear());
  const desk = new Desk(page);
  await desk.choose(page.getByLabel('Files', { exact: true }), path);
  const chooser = page.waitForEvent('filechooser');
  await desk.click(page.getByRole('button', { name: 'Open folder…' }));
  await (await chooser).setFiles(fromRoot('e2e/captures/docker-dnat/bundle'));
  await expect(filterOf(page)).toHaveValue('dport 22 dead');
  await expect(pane(page, 'Packet').getByText('asked the customer about port 22')).toBeVisible();
});

test('what would happen without this rule', async ({ page }) => {
  const desk = await open(page, 'nested-chain-drop/bundle');
  await desk.click(pane(page, 'Packet').getByRole('button', { name: 'Without this rule…' }));
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await expect(dialog.getByRole('textbox', { name: 'Commands' })).toHaveValue('iptables -D LAN-UDP 2');
  await expect(dialog).toContainText('1 flow may change; 5 flows would end as captured.');
  await expect(dialog).toContainText('Dropped by rule 2 of filter/LOGDROP');
});

test('both directions of a flow', async ({ page }) => {
  const desk = await open(page, 'docker-dnat/bundle');
  await desk.click(pane(page, 'Journeys').getByRole('row', { name: /10053/ }).first());
  await desk.click(pane(page, 'Packet').getByRole('button', { name: 'Conversation' }));
  await expect(journeys(page).filter({ hasText: '192.168.64.4:10053' }).first()).toBeVisible();
  await expect(journeys(page).filter({ hasText: '172.19.0.10:53' }).first()).toBeVisible();
});

test('one chain of three hundred and fifty-eight', async ({ page }) => {
  const desk = await open(page, 'big-kube/bundle');
  await desk.click(page.getByRole('button', { name: /nat\/KUBE-SVC-\*/ }));
  const chain = page.getByRole('list', { name: 'Chains of nat/KUBE-SVC-*' }).getByRole('button').nth(3);
  const name = (await chain.innerText()).match(/KUBE-SVC-\S+/)?.[0] ?? '?';
  await desk.click(chain);
  await expect(filterOf(page)).toHaveValue(`chain nat/${name}`);
  await expect(page.getByRole('img', { name: /^Graph of/ })).toHaveAttribute('aria-busy', 'false');
});

test('the same packet on the next host', async ({ page }) => {
  const desk = await open(page, 'multi-host/bundle');
  await desk.click(
    pane(page, 'Dead ends')
      .getByRole('button', { name: /Dropped by rule/ })
      .first(),
  );
  await desk.click(pane(page, 'Packet').getByRole('button', { name: 'left edge1 via ens4' }));
  await expect(pane(page, 'Packet')).toContainText('edge1');
});

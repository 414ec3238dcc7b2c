import type { Page } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

/** What a person does about a dead end: look for what would let it pass, try a change, send a packet. */
async function open(page: Page, capture: string): Promise<void> {
  await page.getByLabel('Folder', { exact: true }).setInputFiles(fromRoot('e2e/captures', capture, 'bundle'));
  await expect(page.getByRole('region', { name: 'Dead ends' }).getByRole('button').first()).toBeVisible();
}

const pane = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a dead end says what would let it pass, and the commands can be tried', async ({ page }) => {
  await open(page, 'docker-dnat');
  await pane(page, 'Dead ends')
    .getByRole('button', { name: /policy/ })
    .first()
    .click();
  const story = pane(page, 'Packet');
  await story.getByRole('button', { name: 'What would let it pass' }).click();
  await expect(story).toContainText('iptables -I DOCKER-USER 1 -p tcp');
  await expect(story).toContainText('These rules are kept by docker.');
  await page.screenshot({ path: fromRoot('e2e/artifacts/fixes.png') });
  await story.getByRole('button', { name: 'Try it' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await expect(dialog).toContainText('1 dead flow would get through');
  await page.screenshot({ path: fromRoot('e2e/artifacts/try-a-change.png') });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a command that the host would refuse is refused, by keyboard alone', async ({ page }) => {
  await open(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Try a change…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await dialog.getByLabel('Commands').fill('iptables -A NOSUCH -j ACCEPT');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('iptables: No chain/target/match by that name.');
  await dialog.getByLabel('Commands').fill('iptables -P FORWARD ACCEPT');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('3 dead flows would get through');
  await dialog
    .getByRole('button', { name: /udp 10\.1\.0\.2/ })
    .first()
    .click();
  await expect(page.getByLabel('Filter', { exact: true })).toHaveValue(/dport 123/);
});

test('a packet that nobody sent begins as the packet that is open', async ({ page }) => {
  await open(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Send a packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send a packet' });
  await expect(dialog.getByLabel('Source', { exact: true })).toHaveValue('10.1.0.2');
  await dialog.getByLabel('Port', { exact: true }).fill('80');
  await dialog.getByLabel('Protocol').fill('tcp');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toContainText('Forwarded, out eth1');
  await page.screenshot({ path: fromRoot('e2e/artifacts/send-a-packet.png') });
});

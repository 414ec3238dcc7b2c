import { fromRoot } from '../build/paths.mjs';
import { openCapture } from './pages/open-capture.ts';
import { pane } from './pages/pane.ts';
import { expect, test } from './pages/served-page.ts';

/** What a person does about a dead end: look for what would let it pass, try a change, send a packet. */
test('a dead end says what would let it pass, and the commands can be tried', async ({ page }) => {
  await openCapture(page, 'docker-dnat');
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
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Try a change…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await dialog.getByRole('textbox', { name: 'Commands' }).fill('iptables -A NOSUCH -j ACCEPT');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('iptables: No chain/target/match by that name.');
  await dialog.getByRole('textbox', { name: 'Commands' }).fill('iptables -P FORWARD ACCEPT');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('3 dead flows would get through');
  await dialog
    .getByRole('button', { name: /udp 10\.1\.0\.2/ })
    .first()
    .click();
  await expect(page.getByLabel('Filter', { exact: true })).toHaveValue(/dport 123/);
});

test('a packet that nobody sent begins as the packet that is open', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Send a packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send a packet' });
  await expect(dialog.getByLabel('Source', { exact: true })).toHaveValue('10.1.0.2');
  await dialog.getByLabel('Port', { exact: true }).fill('80');
  await dialog.getByLabel('Protocol').fill('tcp');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toContainText('Forwarded, out eth1');
  await page.screenshot({ path: fromRoot('e2e/artifacts/send-a-packet.png') });
});

test('a tried change opens in the comparison: captured beside changed', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Try a change…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await expect(
    dialog.getByRole('textbox', { name: 'Commands' }),
    'begins with what would let the packet pass',
  ).toHaveValue(/^iptables -A FORWARD -p tcp -d 10\.2\.0\.2\/32 --dport 22 -j ACCEPT$/);
  await dialog.getByRole('textbox', { name: 'Commands' }).press('Control+Shift+Enter');
  const flows = pane(page, 'Changed flows');
  await expect(flows.getByRole('button')).toHaveCount(1);
  await expect(flows).toContainText('proven by replay');
  const journeys = pane(page, 'Flow');
  await expect(journeys).toContainText('First difference');
  await expect(journeys).toContainText('Forwarded, out eth1');
  await expect(page.getByText('1 dead flow would get through')).toBeVisible();
  await page.getByRole('tab', { name: /Rules/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('--dport 22 -j ACCEPT');
  await page.screenshot({ path: fromRoot('e2e/artifacts/tried-comparison.png') });

  await page.getByRole('button', { name: 'Report…' }).click();
  const report = page.getByRole('dialog', { name: 'Report' }).frameLocator('iframe');
  await expect(report.getByRole('heading', { name: 'What would change' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Change again…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Commands' })).toHaveValue(/--dport 22 -j ACCEPT$/);
});

test('a file of the bundle is edited, and refused at the line in the words of its tool', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Try a change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try a change' });
  await dialog.getByRole('textbox', { name: 'Commands' }).fill('');
  await dialog.getByRole('tab', { name: 'iptables-save.txt' }).click();
  const file = dialog.getByRole('textbox', { name: 'iptables-save.txt' });
  const content = await file.inputValue();
  await file.fill(content.replace('--dport 53', '--dportt 53'));
  await file.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('unknown option "--dportt"');
  await expect(dialog.getByRole('alert')).toContainText('iptables-save.txt, line 8');
  await expect(file).toBeFocused();
  const marked = await file.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(marked).toBe('--dportt');
  await file.fill(content.replace(':FORWARD DROP', ':FORWARD ACCEPT'));
  await file.press('Control+Enter');
  await expect(dialog).toContainText('3 dead flows would get through');
});

test('the list of dead ends asks what would let one pass', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  const list = pane(page, 'Dead ends');
  await list.getByRole('button', { name: /policy/ }).press('Enter');
  await list.getByRole('button', { name: 'What would let it pass' }).press('Enter');
  const fixes = pane(page, 'What would let it pass');
  await expect(fixes).toContainText('iptables -A FORWARD -p');
  await expect(fixes).toBeFocused();
});

test('a packet is sent again without the rule that it met', async ({ page }) => {
  await openCapture(page, 'forward-policy-drop');
  await page.getByRole('button', { name: 'Send a packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send a packet' });
  await dialog.getByLabel('Port', { exact: true }).fill('80');
  await dialog.getByRole('button', { name: 'Send', exact: true }).press('Enter');
  await expect(dialog).toContainText('Forwarded, out eth1');
  await dialog.getByRole('button', { name: 'Send without this rule' }).last().press('Enter');
  await expect(dialog).toContainText('iptables -D FORWARD 2');
  await expect(dialog).toContainText('Dropped by the policy of filter/FORWARD');
  await dialog.getByRole('button', { name: 'Put back' }).click();
  await expect(dialog).toContainText('Forwarded, out eth1');
});

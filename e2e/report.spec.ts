import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { fromRoot } from '../build/paths.mjs';

/** The report as the customer gets it: a file, opened from disk, without a network. */
function report(...bundles: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-report-')), 'report.html');
  execFileSync(
    process.execPath,
    [fromRoot('dist/electron/cli.js'), bundles.length === 1 ? 'analyze' : 'diff', ...bundles, '--html', path],
    {
      stdio: 'pipe',
    },
  );
  return pathToFileURL(path).href;
}

async function openQuietly(page: Page, address: string): Promise<string[]> {
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`thrown: ${error.message}`));
  page.on('dialog', (dialog) => {
    noise.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== address) noise.push(`request: ${request.url()}`);
  });
  await page.context().setOffline(true);
  await page.goto(address);
  return noise;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the report opens from disk, offline and quiet, and is accessible (${colorScheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const noise = await openQuietly(page, report(fromRoot('e2e/captures/docker-dnat/bundle')));
    await expect(page.getByText(/of 33 packets w(?:as|ere) dropped or rejected/)).toBeInViewport();
    await expect(page.getByRole('img', { name: /^Graph/ })).toBeVisible();
    await page.screenshot({ path: fromRoot(`e2e/artifacts/report-${colorScheme}.png`), fullPage: true });
    expect(noise).toEqual([]);
    // axe puts a stylesheet of its own into the page, which the report's policy refuses; so the noise is told first.
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

test('the report says where and why packets died, and which lines prove it', async ({ page }) => {
  await openQuietly(page, report(fromRoot('e2e/captures/rp-filter/bundle')));
  await page.getByRole('link', { name: /reverse path filtering on eth0/ }).click();
  const finding = page.locator('#dead-1');
  await expect(finding).toBeInViewport();
  await expect(finding).toContainText('inferred: another file in the bundle proves it');
  await expect(finding.getByRole('row', { name: /sysctl\.txt:113/ }).last()).toContainText(
    'net.ipv4.conf.eth0.rp_filter = 1',
  );
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the report of a comparison opens quietly and is accessible (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const pair = fromRoot('e2e/captures/pair-drop-inserted');
    const noise = await openQuietly(page, report(join(pair, 'before'), join(pair, 'after')));
    await expect(page.getByText(/^1 of the \d+ flows in both captures has another outcome/)).toBeInViewport();
    const flow = page.locator('#flow-1');
    await expect(flow).toContainText('rule added');
    await expect(flow.getByRole('row', { name: /≠/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Graph after/ })).toBeVisible();
    await page.screenshot({ path: fromRoot(`e2e/artifacts/comparison-${colorScheme}.png`), fullPage: true });
    expect(noise).toEqual([]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

test('hostile names stay text, wherever they stand', async ({ page }) => {
  const names = [
    '<script>alert(1)</script>',
    '"><img/src=x/onerror=alert(1)>',
    '</title><svg/onload=alert(2)>',
    '</style><style>*{display:none}</style>',
    'a\u202Egnp\u2066',
    'b\u0007\u001b[31m',
  ];
  const folder = mkdtempSync(join(tmpdir(), 'netopsy-<b>hostile-'));
  const hostile = (i: number): string => names[i % names.length] ?? '';
  const quoted = (i: number): string => hostile(i).replaceAll('"', '\\"');
  const line = (host: string, place: string, out: string, id: number) =>
    `Nov 21 06:36:49 ${host} kernel: [  420.080676] TRACE: ${place} IN=eth0 OUT=${out} SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=${id} PROTO=UDP SPT=5 DPT=7 LEN=40\n`;
  let log = '';
  let chains = '';
  let jumps = '';
  let rules = '';
  names.forEach((name, i) => {
    chains += `:${name} - [0:0]\n`;
    jumps += `-A FORWARD -p udp -m comment --comment "${quoted(i + 1)}" -j ${name}\n`;
    rules += `-A ${name} -m comment --comment "${quoted(i + 2)}" -j DROP\n`;
    const host = hostile(1);
    log += line(host, 'raw:PREROUTING:policy:1', '', i);
    log += line(host, `filter:FORWARD:rule:${i + 1}`, hostile(i + 4), i);
    log += line(host, `filter:${name}:rule:1`, hostile(i + 4), i);
  });
  mkdirSync(join(folder, '<img src=x onerror=alert(3)>'));
  writeFileSync(join(folder, '<img src=x onerror=alert(3)>', '"onmouseover="alert(4).log'), log);
  writeFileSync(
    join(folder, 'iptables-save.txt'),
    `*filter\n:FORWARD ACCEPT [0:0]\n${chains}${jumps}${rules}COMMIT\n`,
  );
  const noise = await openQuietly(page, report(folder));
  await expect(page.getByRole('heading', { name: 'Dead ends' })).toBeVisible();
  for (const text of [
    '<script>alert(1)</script>',
    '"><img/src=x/onerror=alert(1)>',
    'a⟨U+202E⟩gnp⟨U+2066⟩',
    'b␇␛[31m',
  ])
    await expect(page.getByText(text).first()).toBeAttached();
  await expect(page.getByText('"onmouseover="alert(4).log').first()).toBeAttached();
  expect(
    await page
      .locator('script, img, iframe, object, embed, link, [onload], [onerror], [onmouseover]')
      .count(),
  ).toBe(0);
  expect(await page.locator('style').count()).toBe(1);
  expect(await page.title()).toContain('netopsy-<b>hostile-');
  expect(noise).toEqual([]);
});

test('the report prints on both papers, with nothing cut off at the side', async ({ page }) => {
  const address = report(fromRoot('e2e/captures/kube-proxy/bundle'));
  await openQuietly(page, address);
  for (const format of ['A4', 'Letter'] as const)
    expect((await page.pdf({ format })).length).toBeGreaterThan(10_000);
  await page.emulateMedia({ media: 'print' });
  // The width of A4 between the margins.
  await page.setViewportSize({ width: 690, height: 1000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(690);
});

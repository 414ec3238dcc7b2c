import { execFileSync } from 'node:child_process';
import { expect, test as base } from '@playwright/test';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromRoot } from '../../build/paths.mjs';
import type { ChosenBundle, NetopsyShell } from '../../electron/ipc.ts';
import { launchOnStandIn, type LaunchedApp } from '../electron-stand-in/launch.ts';

declare global {
  interface Window {
    readonly netopsy: NetopsyShell;
  }
}

/** A page that leaves everything to the test. */
const html = '<!doctype html><title>Netopsy</title>';

/** The real main process and preload script on the stand-in for Electron, with a bundle on the disk. */
const test = base.extend<{ app: LaunchedApp; bundle: string }>({
  app: async ({ browser }, use) => {
    const app = await launchOnStandIn(browser, { html });
    await use(app);
    await app.close();
  },
  bundle: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'netopsy-bundle-'));
    await mkdir(join(folder, 'case/log'), { recursive: true });
    await writeFile(join(folder, 'case/log/kern.log'), 'hello kernel\n');
    await writeFile(join(folder, 'secret'), 'not chosen');
    await symlink('../secret', join(folder, 'case/link'));
    await use(join(folder, 'case'));
    await rm(folder, { recursive: true });
  },
});

async function firstWindow(app: Pick<LaunchedApp, 'electron'>) {
  await expect.poll(() => app.electron.windows.length).toBe(1);
  const window = app.electron.windows[0];
  if (window === undefined) throw new Error('No window');
  return { window, page: await window.page };
}

test('a chosen folder is read by handle, and its symbolic link is left out', async ({ app, bundle }) => {
  const { page } = await firstWindow(app);
  app.electron.dialogPaths.push([bundle]);
  const chosen = (await page.evaluate(() => window.netopsy.chooseFolder())) as ChosenBundle;
  expect(chosen.name).toBe('case');
  expect(chosen.files).toMatchObject([{ path: 'log/kern.log', size: 13 }]);
  expect(chosen.leftOut).toEqual([{ path: 'link', reason: 'symbolic-link' }]);
  expect(JSON.stringify(chosen)).not.toContain(bundle);

  const id = chosen.files[0]?.id ?? '';
  const text = await page.evaluate(
    async (id) => new TextDecoder().decode(await window.netopsy.read(id, 6, 100)),
    id,
  );
  expect(text).toBe('kernel\n');
});

test('what was not chosen, or was released, cannot be read', async ({ app, bundle }) => {
  const { page } = await firstWindow(app);
  const read = (id: string) => page.evaluate((id) => window.netopsy.read(id, 0, 10).then(String, String), id);
  expect(await read(join(bundle, 'log/kern.log'))).toContain('Not a file of an open bundle');
  app.electron.dialogPaths.push([bundle]);
  const chosen = (await page.evaluate(() => window.netopsy.chooseFolder())) as ChosenBundle;
  await page.evaluate((id) => window.netopsy.release(id), chosen.id);
  expect(await read(chosen.files[0]?.id ?? '')).toContain('Not a file of an open bundle');
});

test('a bundle opened from the menu reaches the page, and becomes a recent one', async ({ app, bundle }) => {
  const { page } = await firstWindow(app);
  const opened = page.evaluate(() => new Promise<ChosenBundle>((resolve) => window.netopsy.onOpen(resolve)));
  app.electron.dialogPaths.push([bundle]);
  app.electron.chooseFromMenu('&File', 'Open Folder…');
  expect((await opened).files).toHaveLength(1);
  const recent = await page.evaluate(() => window.netopsy.recent());
  expect(recent).toMatchObject([{ name: 'case' }]);
});

test('a recent bundle is opened again by a gesture of the user, and by nothing else', async ({
  app,
  bundle,
}) => {
  const { page } = await firstWindow(app);
  app.electron.dialogPaths.push([bundle]);
  await page.evaluate(() => window.netopsy.chooseFolder());
  const reopen = () =>
    page.evaluate(async () => {
      const [recent] = await window.netopsy.recent();
      return window.netopsy.reopen(recent?.id ?? '').then((bundle) => bundle?.files.length, String);
    });
  await page.evaluate(() => document.body.click());
  await page.mouse.move(100, 100);
  expect(await reopen()).toContain('Not asked for by the user');
  await page.mouse.click(100, 100);
  expect(await reopen()).toBe(1);
  expect(await reopen(), 'one gesture opens one bundle').toContain('Not asked for by the user');
  await page.keyboard.press('Enter');
  expect(await reopen()).toBe(1);
});

test('a bundle on the command line waits until the page listens', async ({ browser, bundle }) => {
  const app = await launchOnStandIn(browser, { html, files: [bundle] });
  const { page } = await firstWindow(app);
  const opened = page.evaluate(() => new Promise<ChosenBundle>((resolve) => window.netopsy.onOpen(resolve)));
  expect((await opened).name).toBe('case');
  await app.close();
});

test('a command is carried out without a window', async ({ browser }) => {
  const app = await launchOnStandIn(browser, { files: ['--version'] });
  await expect.poll(() => app.electron.calls).toContain('exit 0');
  expect(app.electron.windows).toHaveLength(0);
  await app.close();
});

test('the list of recent bundles and the place of the window outlive the app', async ({ app, bundle }) => {
  const { window: opened, page } = await firstWindow(app);
  app.electron.dialogPaths.push([bundle]);
  await page.evaluate(() => window.netopsy.chooseFolder());
  await opened.close();
  const stored = (name: string) => readFile(join(app.electron.folder, name), 'utf8');
  expect(await stored('recent.json')).toContain(bundle);
  expect(JSON.parse(await stored('window.json'))).toMatchObject({
    theme: 'system',
    bounds: { x: 10, y: 20 },
  });
});

test('a menu command reaches the page', async ({ app }) => {
  const { page } = await firstWindow(app);
  const told = await page.evaluateHandle(() => {
    const commands: string[] = [];
    window.netopsy.onCommand((command) => commands.push(command));
    return commands;
  });
  app.electron.chooseFromMenu('&File', 'Open Sample');
  await expect.poll(() => told.jsonValue()).toEqual(['open-sample']);
});

test('a report is saved where the user said', async ({ app, bundle }) => {
  const { page } = await firstWindow(app);
  app.electron.dialogPaths.push([join(bundle, 'report.html')]);
  const name = await page.evaluate(() =>
    window.netopsy.saveReport('../x.html', new TextEncoder().encode('<p>')),
  );
  expect(name).toBe('report.html');
  expect(await page.evaluate(() => window.netopsy.saveReport('x.html', new Uint8Array()))).toBeNull();
});

for (const [wanted, suggested] of [
  ['customer.HTML', 'customer.html'],
  ['customer.html.map.json', 'customer.html.map.json'],
  ['report.html.desktop', 'report.html.desktop.html'],
  ['run.bat', 'run.bat.html'],
  ['evil.html\u202egpj.exe', 'evil.html_gpj.exe.html'],
  ['../../.bashrc', '.._.._.bashrc.html'],
  ['.html', 'report.html'],
  ['netopsy-collect.sh', 'netopsy-collect.sh.html'],
] as const) {
  test(`the page does not choose what kind of file it saves: ${JSON.stringify(wanted)}`, async ({ app }) => {
    const { page } = await firstWindow(app);
    await page.evaluate((name) => window.netopsy.saveReport(name, new Uint8Array()), wanted);
    expect(app.electron.suggestedNames).toEqual([suggested]);
  });
}

test('a script is saved as one only if it is the collector’s own', async ({ app }) => {
  const { page } = await firstWindow(app);
  const script = execFileSync(process.execPath, [fromRoot('dist/electron/cli.js'), 'collect'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for (const text of [script, `${script}reboot\n`])
    await page.evaluate(
      (text) => window.netopsy.saveReport('netopsy-collect.sh', new TextEncoder().encode(text)),
      text,
    );
  expect(app.electron.suggestedNames).toEqual(['netopsy-collect.sh', 'netopsy-collect.sh.html']);
});

test('the page may copy text, and no frame in it may', async ({ app }) => {
  const { window: opened, page } = await firstWindow(app);
  await page.evaluate(() => navigator.clipboard.writeText('iptables -L'));
  expect(opened.copied).toEqual(['iptables -L']);
  await page.evaluate(() => void (document.body.innerHTML = '<iframe srcdoc="<p>framed"></iframe>'));
  const frame = page.frames().find((each) => each.parentFrame() !== null);
  const answer = await frame?.evaluate(() => navigator.clipboard.writeText('framed').then(() => '', String));
  expect(answer).toContain('NotAllowedError');
  expect(opened.copied).toEqual(['iptables -L']);
});

test('the window is sandboxed and isolated', async ({ app }) => {
  const { window: opened, page } = await firstWindow(app);
  expect(opened.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  for (const name of ['experimentalFeatures', 'enableBlinkFeatures', 'disableBlinkFeatures', 'plugins'])
    expect(opened.options.webPreferences, 'left as Electron has it').not.toHaveProperty(name);
  expect(app.electron.calls).toContain('enableSandbox');
  expect(app.electron.calls).toContain('host-resolver-rules=MAP * ~NOTFOUND');
  expect(await page.evaluate(() => Object.keys(window.netopsy).sort())).toEqual([
    'checksum',
    'chooseFiles',
    'chooseFolder',
    'onCommand',
    'onOpen',
    'platform',
    'read',
    'recent',
    'release',
    'reopen',
    'saveReport',
  ]);
});

test('the page cannot leave, open windows, get permissions, download or reach a network', async ({
  app: { electron },
}) => {
  const { window, page } = await firstWindow({ electron });
  const { session } = electron;
  const app = 'app://netopsy/index.html';
  await page.evaluate(() => void (location.href = 'https://example.com/'));
  await expect.poll(() => window.prevented).toContain('will-navigate https://example.com/');
  await page.evaluate(() => void open('https://example.com/'));
  await expect.poll(() => window.prevented).toContain('window-open https://example.com/');
  expect(page.url()).toContain('/index.html');
  for (const permission of [
    'geolocation',
    'media',
    'clipboard-read',
    'notifications',
    'openExternal',
    'hid',
  ]) {
    expect(session.grants(permission, { requestingUrl: app, isMainFrame: true }), permission).toBe(false);
  }
  const copy = 'clipboard-sanitized-write';
  expect(session.grants(copy, { requestingUrl: app, isMainFrame: true })).toBe(true);
  expect(session.grants(copy, { requestingUrl: app, isMainFrame: false })).toBe(false);
  for (const requestingUrl of ['https://example.com/', 'app://netopsy.example.com/', 'about:srcdoc'])
    expect(session.grants(copy, { requestingUrl, isMainFrame: true }), requestingUrl).toBe(false);
  expect(session.downloads()).toBe(false);
  expect(session.spellChecker).toBe(false);
});

test('a frame in the page gets no answer from the main process', async ({ app }) => {
  const { page } = await firstWindow(app);
  await page.evaluate(() => void (document.body.innerHTML = '<iframe srcdoc="<p>framed"></iframe>'));
  const frame = page.frames().find((each) => each.parentFrame() !== null);
  const answer = await frame?.evaluate(() => window.netopsy.recent().then(JSON.stringify, String));
  expect(answer).toContain('Not from the page');
});

test('a page that is not the app gets no answer from the main process', async ({ app }) => {
  await firstWindow(app);
  const answer = app.electron.requests.get('netopsy:recent');
  for (const url of [
    'https://example.com/',
    'file:///index.html',
    'app://netopsy.example.com/',
    'data:text/html,',
  ])
    expect(() => answer?.({ senderFrame: { url, parent: null } }), url).toThrow('Not from the page');
  expect(() => answer?.({ senderFrame: null })).toThrow('Not from the page');
});

test('no webview is attached, and nothing is handed to other programs', async ({ app }) => {
  const { window: opened } = await firstWindow(app);
  let prevented = false;
  opened.contents.emit('will-attach-webview', { preventDefault: () => (prevented = true) });
  expect(prevented).toBe(true);
  const folder = fromRoot('dist/electron');
  const built = (await readdir(folder, { recursive: true })).filter((name) => /\.c?js$/.test(name));
  for (const name of built)
    expect(await readFile(join(folder, name), 'utf8'), name).not.toMatch(
      /\bopenExternal\b|\bopenPath\b|<webview/,
    );
});

test('content security policy and request filter each stop a foreign request', async ({ app }) => {
  const { page } = await firstWindow(app);
  const { session } = app.electron;
  const fetched = await page.evaluate(() => fetch('https://example.com/').then(() => 'answered', String));
  expect(fetched).toContain('TypeError');
  expect(session.refused, 'stopped by the policy, before the filter').toEqual([]);
  const bare = await page.context().newPage();
  await bare.setContent('<img src="https://example.com/pixel.png">');
  await expect.poll(() => session.refused).toEqual(['https://example.com/pixel.png']);
});

test('the app serves its page and nothing beside it', async ({ app }) => {
  const { page } = await firstWindow(app);
  await expect(page).toHaveTitle(/Netopsy/);
  const statusOf = (path: string) => page.evaluate((path) => fetch(path).then(({ status }) => status), path);
  expect(await statusOf('/index.html')).toBe(200);
  for (const path of ['/..%2felectron/main.js', '/%2e%2e%5celectron%5cmain.js', '/assets', '/%00', '/%']) {
    expect(await statusOf(path), path).toBe(404);
  }
});

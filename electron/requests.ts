import { BrowserWindow, dialog, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { isCollectScript } from '../core/index.ts';
import { words } from './language.ts';
import { basename } from 'node:path';
import { isAppAddress } from './app-protocol.ts';
import { writeAtomically } from './atomic-file.ts';
import { checksumOf, readChosen, releaseBundle } from './chosen-bundles.ts';
import { takeGesture } from './gestures.ts';
import type { ShellRequests } from './ipc.ts';
import { askForBundle, reopen } from './open-bundle.ts';
import { pageListens } from './page-events.ts';
import { recentBundles } from './recent.ts';

/** The types are the page's promise, not a proof: each answer checks what it passes on to the system. */
const answers: ShellRequests = {
  chooseFiles: () => askForBundle('files'),
  chooseFolder: () => askForBundle('folder'),
  recent: () => Promise.resolve(recentBundles()),
  reopen,
  read: readChosen,
  checksum: checksumOf,
  release: (bundleId) => Promise.resolve(releaseBundle(bundleId)),
  saveReport,
};

/** What reaches files that the user has not chosen just now. */
const needGesture: readonly string[] = ['reopen'] satisfies (keyof ShellRequests)[];

/** What the page may save as; it chooses among these alone, and none of them starts a program but for the collector's script. */
const savedExtensions = ['html', 'json', 'csv', 'ndjson', 'netopsy', 'pcapng', 'svg', 'png'] as const;

/** Answers the page's requests, and no other sender's. */
export function answerRequests(): void {
  for (const [name, answer] of Object.entries(answers)) {
    ipcMain.handle(`netopsy:${name}`, (event, ...values: unknown[]) => {
      if (!isFromPage(event)) throw new Error('Not from the page');
      if (needGesture.includes(name) && !takeGesture(event.sender))
        throw new Error('Not asked for by the user');
      return (answer as (...values: unknown[]) => Promise<unknown>)(...values);
    });
  }
  ipcMain.on('netopsy:listening', (event) => {
    if (isFromPage(event)) pageListens();
  });
}

/** A frame within the page, or a page that is not ours, gets no answer. */
function isFromPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const { senderFrame } = event;
  return senderFrame !== null && senderFrame.parent === null && isAppAddress(senderFrame.url);
}

async function saveReport(suggestedName: string, bytes: Uint8Array): Promise<string | null> {
  if (typeof suggestedName !== 'string' || !(bytes instanceof Uint8Array)) throw new Error('Not a report');
  const isScript = isCollectScript(new TextDecoder().decode(bytes));
  const defaultPath = fileName(suggestedName, isScript ? ['sh'] : savedExtensions);
  const extensions = [defaultPath.slice(defaultPath.lastIndexOf('.') + 1)];
  const { menu } = words().frame;
  const options = { title: menu.saveReport, defaultPath, filters: [{ name: menu.report, extensions }] };
  const window = BrowserWindow.getAllWindows()[0];
  const { filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  if (filePath === '') return null;
  await writeAtomically(filePath, [bytes]);
  return basename(filePath);
}

/**
 * The name comes from the customer's files: no folders, no control characters, nothing that Windows refuses, and no
 * extension but these, the first where it has none of them (`report.html.desktop` becomes `report.html.desktop.html`).
 */
function fileName(suggested: string, extensions: readonly [string, ...string[]]): string {
  const name = suggested.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, '_');
  const extension = extensions.find((known) => name.toLowerCase().endsWith(`.${known}`)) ?? extensions[0];
  const stem = name.toLowerCase().endsWith(`.${extension}`) ? name.slice(0, -extension.length - 1) : name;
  return `${stem.slice(-100) || 'report'}.${extension}`;
}

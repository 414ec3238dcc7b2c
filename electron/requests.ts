import { BrowserWindow, dialog, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { basename } from 'node:path';
import { isAppAddress } from './app-protocol.ts';
import { writeAtomically } from './atomic-file.ts';
import { readChosen, releaseBundle } from './chosen-bundles.ts';
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
  release: (bundleId) => Promise.resolve(releaseBundle(bundleId)),
  saveReport,
};

/** Answers the page's requests, and no other sender's. */
export function answerRequests(): void {
  for (const [name, answer] of Object.entries(answers)) {
    ipcMain.handle(`netopsy:${name}`, (event, ...values: unknown[]) => {
      if (!isFromPage(event)) throw new Error('Not from the page');
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
  const options = { title: 'Save report', defaultPath: fileName(suggestedName) };
  const window = BrowserWindow.getAllWindows()[0];
  const { filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  if (filePath === '') return null;
  await writeAtomically(filePath, [bytes]);
  return basename(filePath);
}

/** The name comes from the customer's files: no folders, no control characters, nothing that Windows refuses. */
function fileName(suggested: string): string {
  // eslint-disable-next-line no-control-regex
  return suggested.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').slice(-100) || 'report.html';
}

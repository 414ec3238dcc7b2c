import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { chosenBundle } from './chosen-bundles.ts';
import type { ChosenBundle } from './ipc.ts';
import { words } from './language.ts';
import { handOver } from './page-events.ts';
import { recentPaths, rememberBundle } from './recent.ts';

/** Asks the user for files, or for a folder (no dialog of Linux or Windows offers both); null when cancelled. */
export async function askForBundle(what: 'files' | 'folder'): Promise<ChosenBundle | null> {
  const { menu } = words().frame;
  const options: OpenDialogOptions =
    what === 'files'
      ? { title: menu.chooseFiles, properties: ['openFile', 'multiSelections'] }
      : { title: menu.chooseFolder, properties: ['openDirectory'] };
  const window = BrowserWindow.getAllWindows()[0];
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return filePaths.length === 0 ? null : openPaths(filePaths);
}

/** Opens one of the recent bundles; null where nothing of it can be read any more. */
export async function reopen(recentId: string): Promise<ChosenBundle | null> {
  const paths = recentPaths(recentId);
  if (paths === null) return null;
  const bundle = await openPaths(paths);
  return bundle.files.length === 0 ? null : bundle;
}

/** Opens paths that came from outside the page (command line, file manager, menu) and hands them to it. */
export async function openFromOutside(paths: readonly string[]): Promise<void> {
  if (paths.length > 0) handOver(await openPaths(paths));
}

async function openPaths(paths: readonly string[]): Promise<ChosenBundle> {
  const bundle = await chosenBundle(paths);
  if (bundle.files.length > 0) rememberBundle(paths);
  return bundle;
}

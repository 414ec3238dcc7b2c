import type { LeftOutFile } from '../../electron/ipc.ts';
import type { FileToRead } from '../worker/protocol.ts';
import { shown } from '../worker/shown-messages.ts';
import { inputBundle, nameOf, type Bundle } from './bundle.ts';

/** A folder with more files than this was hardly meant; the rest is named as left out. */
const mostFiles = 20_000;

/** What was dropped: all of it as one bundle and, where it is two folders or archives, each as one. */
export interface Dropped {
  readonly together: Bundle;
  readonly pair: readonly [Bundle, Bundle] | null;
}

/**
 * The files and folders of a drop. Must be called while the drop event is handled: its items are gone afterwards.
 * Null where the drop holds no files (dragged text).
 */
export function readDrop(transfer: DataTransfer): Promise<Dropped> | null {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length > 0) return readAll(entries);
  const together = inputBundle(transfer.files);
  if (together === null) return null;
  const [first, second, ...others] = [...transfer.files].map((file) => inputBundle([file]));
  const two = first && second && others.length === 0;
  const pair = two && isArchive(first.name) && isArchive(second.name);
  return Promise.resolve({ together, pair: pair ? [first, second] : null });
}

async function readAll(entries: readonly FileSystemEntry[]): Promise<Dropped> {
  const [first, second, ...others] = entries;
  const two = first !== undefined && second !== undefined && others.length === 0;
  const pair = two && isBundle(first) && isBundle(second);
  return {
    together: await readEntries(entries),
    pair: pair ? [await readEntries([first]), await readEntries([second])] : null,
  };
}

function isBundle(entry: FileSystemEntry): boolean {
  return isDirectory(entry) || isArchive(entry.name);
}

function isArchive(name: string): boolean {
  return /\.(?:tar|tgz|txz|tbz2?|tzst|zip)(?:\.[a-z0-9]+)?$/i.test(name);
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<Bundle> {
  const files: FileToRead[] = [];
  const leftOut: LeftOutFile[] = [];
  // The name of a single folder says nothing about its files: their paths begin inside it.
  const alone = entries.length === 1;
  for (const entry of entries) {
    if (alone && isDirectory(entry)) await readFolder(entry, '', files, leftOut);
    else await readEntry(entry, '', files, leftOut);
  }
  return { name: nameOf(entries.map(({ name }) => name)), files, leftOut, shellId: null };
}

async function readEntry(
  entry: FileSystemEntry,
  folder: string,
  files: FileToRead[],
  leftOut: LeftOutFile[],
): Promise<void> {
  const path = `${folder}${entry.name}`;
  if (files.length >= mostFiles) leftOut.push({ path: shown(path), reason: 'too-many-files' });
  else if (isDirectory(entry)) await readFolder(entry, `${path}/`, files, leftOut);
  else {
    const file = await new Promise<File | null>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(null)),
    );
    if (file === null) leftOut.push({ path: shown(path), reason: 'unreadable' });
    else files.push({ from: 'page', path, file });
  }
}

async function readFolder(
  entry: FileSystemDirectoryEntry,
  folder: string,
  files: FileToRead[],
  leftOut: LeftOutFile[],
): Promise<void> {
  const reader = entry.createReader();
  // readEntries gives at most 100 at a time, and none at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (batch.length === 0) return;
    batch.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of batch) await readEntry(child, folder, files, leftOut);
  }
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

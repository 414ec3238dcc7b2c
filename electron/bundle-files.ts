import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LeftOutFile } from './ipc.ts';

/** A file that the user chose, on its own or within a folder. */
export interface FoundFile {
  /** Relative to what was chosen, with `/` between folders. */
  readonly path: string;
  readonly size: number;
  /** Where it lies; never told to the page. */
  readonly absolute: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly LeftOutFile[];
}

/** A folder like / chosen by mistake must not keep the app busy for minutes. */
const mostFiles = 20_000;

/**
 * The files below the chosen paths, in the order of their names. A symbolic link that was itself chosen is followed;
 * one inside a folder is not, because it may lead out of what the user chose.
 */
export async function findFiles(chosen: readonly string[]): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const path of chosen) {
    const label = basename(path);
    try {
      const absolute = await realpath(path);
      const status = await stat(absolute);
      if (status.isDirectory()) await walk(absolute, '');
      else if (status.isFile()) files.push({ path: label, size: status.size, absolute });
      else leftOut.push({ path: label, reason: 'not-a-file' });
    } catch {
      leftOut.push({ path: label, reason: 'unreadable' });
    }
  }
  return { files, leftOut };

  async function walk(folder: string, prefix: string): Promise<void> {
    const names = (await readdir(folder)).sort();
    for (const name of names) await visit(join(folder, name), prefix + name);
  }

  async function visit(absolute: string, path: string): Promise<void> {
    try {
      // Not the type that readdir tells: some file systems do not know it.
      const status = await lstat(absolute);
      if (status.isDirectory()) await walk(absolute, `${path}/`);
      else if (status.isSymbolicLink()) leftOut.push({ path, reason: 'symbolic-link' });
      else if (!status.isFile()) leftOut.push({ path, reason: 'not-a-file' });
      else if (files.length >= mostFiles) leaveOutTheRest(path);
      else files.push({ path, size: status.size, absolute });
    } catch {
      leftOut.push({ path, reason: 'unreadable' });
    }
  }

  function leaveOutTheRest(path: string): void {
    const reason = 'too-many-files';
    if (leftOut.at(-1)?.reason !== reason) leftOut.push({ path, reason });
  }
}

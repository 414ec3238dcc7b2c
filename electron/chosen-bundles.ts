import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { findFiles } from './bundle-files.ts';
import type { ChosenBundle } from './ipc.ts';

/** The page reads in pieces of about 1 MiB; a larger wish is cut to this. */
const mostBytes = 8 * 1024 * 1024;

/** The handles that the page holds: file id to absolute path, for each bundle. */
const handles = new Map<string, ReadonlyMap<string, string>>();

/** Gives the page handles for what the user chose; the page can read these files and no others. */
export async function chosenBundle(paths: readonly string[]): Promise<ChosenBundle> {
  const { files, leftOut } = await findFiles(paths);
  const id = randomUUID();
  const withIds = files.map((file) => ({ ...file, id: randomUUID() }));
  handles.set(id, new Map(withIds.map((file) => [file.id, file.absolute])));
  return {
    id,
    name: bundleName(paths),
    files: withIds.map(({ id, path, size }) => ({ id, path, size })),
    leftOut,
  };
}

/** The bytes behind a handle; see `ShellRequests.read`. */
export async function readChosen(fileId: string, start: number, length: number): Promise<Uint8Array> {
  if (!isCount(start) || !isCount(length)) throw new Error('Not a range of bytes');
  const path = pathOf(fileId);
  if (path === undefined) throw new Error('Not a file of an open bundle');
  // Windows has no O_NOFOLLOW, and no unprivileged symbolic links either.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const bytes = new Uint8Array(Math.min(length, mostBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The SHA-256 of the file behind a handle; see `ShellRequests.checksum`. */
export async function checksumOf(fileId: string): Promise<string> {
  const path = pathOf(fileId);
  if (path === undefined) throw new Error('Not a file of an open bundle');
  const hash = createHash('sha256');
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  for await (const chunk of file.createReadStream()) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** Forgets the handles of a bundle. */
export function releaseBundle(bundleId: string): void {
  handles.delete(bundleId);
}

/** `customer-4711.tar.xz`, or for several files the folder that they lie in. */
export function bundleName(paths: readonly string[]): string {
  const first = paths[0] ?? '';
  return paths.length === 1 ? basename(first) : basename(dirname(first)) || first;
}

function pathOf(fileId: string): string | undefined {
  for (const files of handles.values()) {
    const path = files.get(fileId);
    if (path !== undefined) return path;
  }
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

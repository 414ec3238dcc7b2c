import { createReadStream } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ByteSource } from '../../core/index.ts';

const CHUNK_BYTES = 2 << 20;

/**
 * The files of a bundle named on the command line: a file is itself, a folder all files below it in the order of
 * their names. Links inside a folder are not followed; devices and sockets are left out. Rejects with Node's error for
 * a name that can't be read.
 */
export async function sourcesOf(names: readonly string[]): Promise<readonly ByteSource[]> {
  const sources: ByteSource[] = [];
  for (const name of names) {
    const info = await stat(name);
    if (info.isDirectory()) await addFolder(name, '', sources);
    else sources.push(fileSource(name, basename(name), info.size));
  }
  return sources;
}

async function addFolder(folder: string, label: string, sources: ByteSource[]): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    const path = join(folder, name);
    const info = await lstat(path);
    const shown = label === '' ? name : `${label}/${name}`;
    if (info.isDirectory()) await addFolder(path, shown, sources);
    else if (info.isFile()) sources.push(fileSource(path, shown, info.size));
  }
}

function fileSource(path: string, label: string, size: number): ByteSource {
  return {
    path: label,
    size,
    chunks: (start) => createReadStream(path, { start, highWaterMark: CHUNK_BYTES }),
    passingChunks: (start) => fileChunks(path, start),
  };
}

/** The next chunk is read while one is used, into the other of two pieces of memory. */
async function* fileChunks(path: string, start: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  let pending: Promise<unknown> = Promise.resolve();
  try {
    const memory = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)] as const;
    const read = (turn: number, at: number) => file.read(memory[turn % 2] as Uint8Array, 0, CHUNK_BYTES, at);
    let next = read(0, start);
    for (let turn = 1, at = start; ; turn++) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return;
      at += bytesRead;
      pending = next = read(turn, at);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // A reader that stopped early is not told of what the reading ahead met.
    await pending.catch(() => {});
    await file.close();
  }
}

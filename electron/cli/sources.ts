import type { Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { ByteSource } from '../../core/index.ts';
import { messageOf } from './message-of.ts';

/**
 * The files of a bundle named on the command line: a file is itself, a folder all files below it in the order of their
 * names. A link inside a folder is followed where it leads to a file or folder inside of it; devices and sockets are left
 * out, and what can't be read: `onUnused` is told of it. Rejects with Node's error for a name that can't be read
 * itself.
 */
export async function sourcesOf(
  names: readonly string[],
  onUnused: (file: UnusedFile) => void = () => {},
): Promise<readonly ByteSource[]> {
  const sources: ByteSource[] = [];
  for (const name of names) {
    const info = await stat(name);
    if (info.isDirectory()) {
      // A folder that can't be read at all is no bundle.
      await readdir(name);
      await new FolderWalk(await realpath(name), sources, onUnused).walk(name, '', []);
    } else sources.push(fileSource(name, basename(name), info.size));
  }
  return sources;
}

/** A file of a folder that is left out; `reason` is the system's, null for a link that leads out of the folder. */
export interface UnusedFile {
  readonly label: string;
  readonly reason: string | null;
}

class FolderWalk {
  readonly #root: string;
  readonly #sources: ByteSource[];
  readonly #onUnused: (file: UnusedFile) => void;

  constructor(root: string, sources: ByteSource[], onUnused: (file: UnusedFile) => void) {
    this.#root = root;
    this.#sources = sources;
    this.#onUnused = onUnused;
  }

  /** `around`: the real paths of the folders around it, none of which is entered again. */
  async walk(folder: string, label: string, around: readonly string[]): Promise<void> {
    let names: string[];
    try {
      names = (await readdir(folder)).sort();
    } catch (error) {
      this.#onUnused({ label, reason: messageOf(error) });
      return;
    }
    const real = await realpath(folder);
    for (const name of names)
      await this.#visit(join(folder, name), label === '' ? name : `${label}/${name}`, [...around, real]);
  }

  async #visit(path: string, label: string, around: readonly string[]): Promise<void> {
    try {
      const info = await lstat(path);
      if (info.isSymbolicLink()) await this.#follow(path, label, around);
      else await this.#add(path, label, info, around);
    } catch (error) {
      this.#onUnused({ label, reason: messageOf(error) });
    }
  }

  async #add(path: string, label: string, info: Stats, around: readonly string[]): Promise<void> {
    if (info.isDirectory()) await this.walk(path, label, around);
    else if (info.isFile()) this.#sources.push(fileSource(path, label, info.size));
  }

  /** Links to places outside would bring in what nobody chose; links to a folder around them would never end. */
  async #follow(path: string, label: string, around: readonly string[]): Promise<void> {
    const target = await realpath(path);
    const isInside = target.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep);
    if (!isInside) this.#onUnused({ label, reason: null });
    else if (!around.includes(target)) await this.#add(path, label, await stat(path), around);
  }
}

/** What comes first may be all that is wanted: a header, a file of one line. */
const FIRST_BYTES = 64 << 10;
const CHUNK_BYTES = 2 << 20;

function fileSource(path: string, label: string, size: number): ByteSource {
  return {
    path: label,
    size,
    chunks: (start) => fileChunks(path, start, size),
    passingChunks: (start) => passingFileChunks(path, start, size),
  };
}

/** Reads grow from `FIRST_BYTES` on; none asks for more memory than the file is said to have. Those of /proc say 0. */
async function* fileChunks(path: string, start: number, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (let at = start, length = FIRST_BYTES; ; length = Math.min(2 * length, CHUNK_BYTES)) {
      const memory = new Uint8Array(size > 0 ? Math.max(1, Math.min(length, size - at)) : length);
      const { bytesRead } = await file.read(memory, 0, memory.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield memory.subarray(0, bytesRead);
      // A file that grows meanwhile is read up to the size that it had.
      if (size > 0 && at >= size) return;
    }
  } finally {
    await file.close();
  }
}

/** The next chunk is read while one is used, into the other of two pieces of memory. */
async function* passingFileChunks(path: string, start: number, size: number): AsyncGenerator<Uint8Array> {
  if (size - start <= CHUNK_BYTES) {
    yield* fileChunks(path, start, size);
    return;
  }
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

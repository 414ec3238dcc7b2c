import { randomBytes } from 'node:crypto';
import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that its name shows the old content or all of the new one, whatever happens: the pieces go into a
 * file beside it, which takes its place when it is on the disk. A link stays, what it leads to is replaced; a device or
 * a pipe is written to. `readers`: who may read it; a file that is replaced keeps its mode, but for one that only its owner may read. Rejects with Node's error, or with that of the pieces, and then leaves nothing after.
 */
export async function writeAtomically(
  path: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  readers: 'as usual' | 'owner only' = 'as usual',
): Promise<void> {
  const mode = readers === 'owner only' ? 0o600 : 0o666;
  const before = await stat(path).catch(notThere);
  if (before !== null && !before.isFile()) return write(path, 'w', pieces, mode);
  const target = before === null ? path : await realpath(path);
  const draft = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}`);
  try {
    await write(draft, 'wx', pieces, mode);
    if (before !== null && readers === 'as usual') await chmod(draft, before.mode & 0o7777);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function notThere(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}

async function write(
  path: string,
  flags: 'w' | 'wx',
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  mode: number,
): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    if (flags === 'wx') await file.sync();
  } finally {
    await file.close();
  }
}

import type { Artifact } from '../model/artifact.ts';
import { dropBytes, readAll, takeBytes } from './chunks.ts';
import type { Restore } from './restore.ts';
import { pastedLines } from './pasted-lines.ts';
import type { OpenFile } from './unpacking.ts';
import { fromUtf16 } from './utf16.ts';

/** Bytes looked at to see UTF-16 or pasted text. */
const LOOKED_AT_BYTES = 16 << 10;

/**
 * The file as the command had printed it, where its beginning shows that it was saved as UTF-16 by a Windows editor, or
 * pasted into a mail or a ticket. Every line keeps its number.
 */
export async function asPrinted(file: OpenFile): Promise<Artifact> {
  const restored = await restoreBy(await restoreBy(file, fromUtf16), pastedLines);
  const { path, size, head, chunks, passingChunks } = restored;
  return {
    path,
    bytes: size,
    chunks,
    ...(head === undefined ? {} : { head }),
    ...(passingChunks === undefined ? {} : { passingChunks }),
  };
}

async function restoreBy(file: OpenFile, told: (head: Uint8Array) => Restore | null): Promise<OpenFile> {
  const head = file.head ?? (await readAll(takeBytes(file.chunks(0), LOOKED_AT_BYTES)));
  const restore = told(head.subarray(0, LOOKED_AT_BYTES));
  if (restore === null) return file;
  const { path } = file;
  return { path, size: null, canSeek: false, chunks: (start) => dropBytes(restore(file.chunks(0)), start) };
}

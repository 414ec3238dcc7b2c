import type { Chunks } from './chunks.ts';
import { byteCursor, copied, dropBytes, readAll, takeBytes } from './chunks.ts';
import { compressionOf, containerOf } from './container.ts';
import { type Compression, decoders } from './decoders/decode.ts';
import { unpackEntries } from './open-entries.ts';
import { unpacked } from './unpacked.ts';
import { headBytes, type OpenFile, type Unpacking } from './unpacking.ts';

/**
 * Opens a compressed file: the tar in it, or the one file that it is, which keeps the path of the `.gz` as the user
 * knows it. A `.tar.gz` counts as one archive, not as two.
 */
export async function openCompressed(
  compression: Compression,
  file: OpenFile,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  if (unpacking.isSpent(file.path)) return;
  let isCutOff = false;
  const content = unpackedBy(compression, file, unpacking, () => (isCutOff = true));
  const unpackedFile: OpenFile = {
    path: file.path,
    size: null,
    canSeek: false,
    chunks: (start) => dropBytes(copied(content()), start),
    passingChunks: (start) => dropBytes(content(), start),
  };
  const beginning = unpackedBy(compression, file, { ...unpacking, elsewhere: null });
  const head = await readAll(takeBytes(beginning(), headBytes + 1));
  const container = containerOf(head);
  const isTooDeep = nesting >= unpacking.limits.nesting;
  if (container === 'tar' || container === 'cpio') {
    if (isTooDeep) return unpacking.reportLimit(file.path, { kind: 'nested-too-deep' });
    const cursor = byteCursor(content, false);
    try {
      return await unpackEntries(container, unpackedFile, cursor, () => isCutOff, nesting, unpacking);
    } finally {
      await cursor.close();
    }
  }
  // A gzip in a gzip is nobody's log: it counts as an archive, so that it ends somewhere.
  if (container !== null && compressionOf(container) !== null && isTooDeep)
    return unpacking.reportLimit(file.path, { kind: 'compressed-too-often' });
  const opened = await keptOrAgain(unpackedFile, head, container === 'zip', content, unpacking);
  await unpacking.open(opened, container === null ? nesting : nesting + 1);
}

/** The content: kept where it is short, or where it must be read from its end; unpacked again when it is read otherwise. */
async function keptOrAgain(
  file: OpenFile,
  head: Uint8Array,
  isZip: boolean,
  content: () => Chunks,
  unpacking: Unpacking,
): Promise<OpenFile> {
  if (head.length <= headBytes && unpacking.canKeep(head.length)) return unpacking.keep(file.path, head);
  if (isZip) {
    const bytes = await readAll(takeBytes(content(), unpacking.limits.keptEntryBytes + 1));
    if (unpacking.canKeep(bytes.length)) return unpacking.keep(file.path, bytes);
  }
  return { ...file, head: head.slice(0, headBytes) };
}

/**
 * The unpacked content of a file, from its beginning, as often as it is asked for. A chunk is good until the next one is
 * asked for.
 */
export function unpackedBy(
  compression: Compression,
  file: Pick<OpenFile, 'path' | 'size' | 'chunks'>,
  unpacking: Unpacking,
  onEarlyEnd: () => void = () => {},
): () => Chunks {
  const decode = (packed: Chunks): Chunks =>
    unpacking.elsewhere?.(compression, packed, file.size) ?? decoders[compression](packed);
  return () =>
    unpacked(file.chunks(0), decode, unpacking.limits, unpacking, (damage) => {
      onEarlyEnd();
      unpacking.reportDamage(file.path, damage);
    });
}

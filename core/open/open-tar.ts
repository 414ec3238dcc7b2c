import type { ByteCursor } from './chunks.ts';
import { byteCursor, takeBytes } from './chunks.ts';
import { reportLeftOut } from './left-out.ts';
import type { TarItem } from './tar.ts';
import { tarItems } from './tar.ts';
import { inNameOrder } from './entry-order.ts';
import type { OpenFile, Unpacking } from './unpacking.ts';

/** Opens a tar file: an entry is a range of its bytes. */
export async function openTar(file: OpenFile, nesting: number, unpacking: Unpacking): Promise<void> {
  const cursor = byteCursor((start) => file.chunks(start), file.canSeek);
  await unpackTar(file, cursor, () => false, nesting, unpacking);
  await cursor.close();
}

/**
 * Opens the entries of a tar that `cursor` reads. Where the tar itself must be unpacked (`!archive.canSeek`), small
 * entries are kept in memory. `isCutOff` tells whether the stream of the tar already reported why it ends early.
 */
export async function unpackTar(
  archive: OpenFile,
  cursor: ByteCursor,
  isCutOff: () => boolean,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  const entries: OpenFile[] = [];
  const leftOut: string[] = [];
  for await (const item of tarItems(cursor)) {
    if (item.kind === 'file') {
      if (!unpacking.countEntry(archive.path)) break;
      entries.push(await entryFile(archive, item, cursor, unpacking));
    } else if (item.kind === 'link' || item.kind === 'device') {
      leftOut.push(`${archive.path}/${item.path}`);
    } else if (item.kind !== 'end-missing' || !isCutOff()) {
      reportItem(archive, item, unpacking);
    }
  }
  reportLeftOut(archive.path, leftOut, unpacking);
  for (const entry of inNameOrder(entries)) await unpacking.open(entry, nesting + 1);
}

async function entryFile(
  archive: OpenFile,
  item: TarItem & { readonly kind: 'file' },
  cursor: ByteCursor,
  unpacking: Unpacking,
): Promise<OpenFile> {
  const path = `${archive.path}/${item.path}`;
  const reportCut = (available: number): void => {
    if (available < item.size)
      unpacking.report(
        'file-truncated',
        `the archive ends after ${available} of its ${item.size} bytes`,
        path,
      );
  };
  if (!archive.canSeek && unpacking.canKeep(item.size)) {
    const content = await cursor.take(item.size);
    reportCut(content.length);
    return unpacking.keep(path, content);
  }
  const available =
    archive.canSeek && archive.size !== null
      ? Math.max(0, Math.min(item.size, archive.size - item.offset))
      : await cursor.skip(item.size);
  reportCut(available);
  return {
    path,
    size: available,
    canSeek: archive.canSeek,
    chunks: (start) => takeBytes(archive.chunks(item.offset + start), available - start),
  };
}

function reportItem(
  archive: OpenFile,
  item: Extract<TarItem, { kind: 'sparse' | 'damage' | 'end-missing' }>,
  unpacking: Unpacking,
): void {
  switch (item.kind) {
    case 'sparse':
      return unpacking.report(
        'archive-entry-skipped',
        'a sparse file in GNU form, which is not supported: left out',
        `${archive.path}/${item.path}`,
      );
    case 'damage':
      return unpacking.report(
        'archive-damaged',
        `${item.skippedBytes} bytes are no tar entry and were passed over`,
        archive.path,
      );
    case 'end-missing':
      return unpacking.report(
        'file-truncated',
        'the tar file has no end mark: files may be missing',
        archive.path,
      );
  }
}

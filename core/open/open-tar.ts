import type { ByteCursor } from './chunks.ts';
import { byteCursor, takeBytes } from './chunks.ts';
import { inNameOrder } from './entry-order.ts';
import { LeftOut } from './left-out.ts';
import { tarItems } from './tar.ts';
import { headBytes, type OpenFile, type Unpacking } from './unpacking.ts';

/** Opens a tar file: an entry is a range of its bytes. */
export async function openTar(file: OpenFile, nesting: number, unpacking: Unpacking): Promise<void> {
  const cursor = byteCursor((start) => file.chunks(start), file.canSeek);
  try {
    await unpackTar(file, cursor, () => false, nesting, unpacking);
  } finally {
    await cursor.close();
  }
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
  const leftOut = new LeftOut(archive.path);
  let cutNames = 0;
  for await (const item of tarItems(cursor, unpacking.limits.nameBytes)) {
    if (!(await unpacking.goesOn())) break;
    if (item.kind === 'damage')
      unpacking.report(
        'damaged',
        `${item.skippedBytes} bytes are no tar entry and were passed over`,
        archive.path,
      );
    else if (item.kind === 'end-missing') {
      if (!isCutOff())
        unpacking.report(
          'file-truncated',
          'the tar file has no end mark: files may be missing',
          archive.path,
        );
    } else {
      if (!unpacking.countEntry(archive.path, item.path)) break;
      if (item.isCut) cutNames++;
      if (item.kind === 'file') entries.push(await entryFile(archive, item, cursor, unpacking));
      else leftOut.add(item.path, notRead[item.kind]);
    }
  }
  if (cutNames > 0)
    unpacking.report(
      'archive-limit',
      `${cutNames} names longer than ${unpacking.limits.nameBytes} bytes were cut`,
      archive.path,
    );
  leftOut.report(unpacking);
  for (const entry of inNameOrder(entries)) {
    if (!(await unpacking.goesOn())) break;
    await unpacking.open(entry, nesting + 1);
  }
}

const notRead = {
  link: 'a link or device, not a file',
  device: 'a link or device, not a file',
  sparse: 'a sparse file in GNU form, which is not supported',
} as const;

/** An entry of an archive that stands as it is in the archive's bytes. */
export interface StoredEntry {
  readonly path: string;
  readonly size: number;
  /** Where its content begins. */
  readonly offset: number;
}

/** The file of an entry at which the cursor stands. */
export async function entryFile(
  archive: OpenFile,
  entry: StoredEntry,
  cursor: ByteCursor,
  unpacking: Unpacking,
): Promise<OpenFile> {
  const path = unpacking.pathOf(archive.path, entry.path);
  const reportCut = (available: number): void => {
    if (available < entry.size)
      unpacking.report(
        'file-truncated',
        `the archive ends after ${available} of its ${entry.size} bytes`,
        path,
      );
  };
  if (!archive.canSeek && unpacking.canKeep(entry.size)) {
    const content = await cursor.take(entry.size);
    reportCut(content.length);
    return unpacking.keep(path, content);
  }
  let head: Uint8Array | undefined;
  let available: number;
  if (archive.canSeek && archive.size !== null)
    available = Math.max(0, Math.min(entry.size, archive.size - entry.offset));
  else {
    head = await cursor.take(Math.min(entry.size, headBytes));
    available = head.length + (await cursor.skip(entry.size - head.length));
  }
  reportCut(available);
  const { passingChunks } = archive;
  return {
    path,
    size: available,
    canSeek: archive.canSeek,
    head: head !== undefined && unpacking.canKeep(head.length) ? head : undefined,
    chunks: (start) => takeBytes(archive.chunks(entry.offset + start), available - start),
    ...(passingChunks === undefined
      ? {}
      : {
          passingChunks: (start: number) => takeBytes(passingChunks(entry.offset + start), available - start),
        }),
  };
}

import type { EntryFault } from '../model/diagnostic-kind.ts';
import type { ByteCursor } from './chunks.ts';
import { byteCursor, takeBytes } from './chunks.ts';
import { cpioItems } from './cpio.ts';
import { inNameOrder } from './entry-order.ts';
import { LeftOut } from './left-out.ts';
import { tarItems } from './tar.ts';
import { headBytes, type OpenFile, type Unpacking } from './unpacking.ts';

/** The archives whose entries stand one after another as they are. */
const itemsOf = { tar: tarItems, cpio: cpioItems } as const;

type EntryArchive = keyof typeof itemsOf;

/** Opens a tar or cpio file: an entry is a range of its bytes. */
export async function openEntries(
  kind: EntryArchive,
  file: OpenFile,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  const cursor = byteCursor((start) => file.chunks(start), file.canSeek);
  try {
    await unpackEntries(kind, file, cursor, () => false, nesting, unpacking);
  } finally {
    await cursor.close();
  }
}

/**
 * Opens the entries of an archive that `cursor` reads. Where the archive itself must be unpacked (`!archive.canSeek`),
 * small entries are kept in memory. `isCutOff` tells whether the stream already reported why it ends early.
 */
export async function unpackEntries(
  kind: EntryArchive,
  archive: OpenFile,
  cursor: ByteCursor,
  isCutOff: () => boolean,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  const entries: OpenFile[] = [];
  const leftOut = new LeftOut(archive.path);
  const { nameBytes } = unpacking.limits;
  let cutNames = 0;
  for await (const item of itemsOf[kind](cursor, nameBytes)) {
    if (!(await unpacking.goesOn())) break;
    if (item.kind === 'damage')
      unpacking.report('no-archive-entry', { skippedBytes: item.skippedBytes }, archive.path);
    else if (item.kind === 'end-missing') {
      if (!isCutOff()) unpacking.report('end-mark-missing', { archive: kind }, archive.path);
    } else {
      if (!unpacking.countEntry(archive.path, item.path)) break;
      if (item.isCut) cutNames++;
      if (item.kind === 'file') entries.push(await entryFile(archive, item, cursor, unpacking));
      else leftOut.add(item.path, notRead[item.kind]);
    }
  }
  if (cutNames > 0) unpacking.report('names-cut', { count: cutNames, bytes: nameBytes }, archive.path);
  leftOut.report(unpacking);
  for (const entry of inNameOrder(entries)) {
    if (!(await unpacking.goesOn())) break;
    await unpacking.open(entry, nesting + 1);
  }
}

const notRead = {
  link: { kind: 'special' },
  device: { kind: 'special' },
  sparse: { kind: 'sparse' },
} as const satisfies Record<string, EntryFault>;

/** An entry of an archive that stands as it is in the archive's bytes. */
interface StoredEntry {
  readonly path: string;
  readonly size: number;
  /** Where its content begins. */
  readonly offset: number;
}

/** The file of an entry at which the cursor stands. */
async function entryFile(
  archive: OpenFile,
  entry: StoredEntry,
  cursor: ByteCursor,
  unpacking: Unpacking,
): Promise<OpenFile> {
  const path = unpacking.pathOf(archive.path, entry.path);
  const reportCut = (available: number): void => {
    if (available < entry.size) unpacking.report('entry-cut-off', { available, size: entry.size }, path);
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

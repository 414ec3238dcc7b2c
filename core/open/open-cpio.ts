import type { ByteCursor } from './chunks.ts';
import { byteCursor } from './chunks.ts';
import { cpioItems } from './cpio.ts';
import { inNameOrder } from './entry-order.ts';
import { LeftOut } from './left-out.ts';
import { entryFile } from './open-tar.ts';
import type { OpenFile, Unpacking } from './unpacking.ts';

/** Opens a cpio archive: an entry is a range of its bytes. */
export async function openCpio(file: OpenFile, nesting: number, unpacking: Unpacking): Promise<void> {
  const cursor = byteCursor((start) => file.chunks(start), file.canSeek);
  try {
    await unpackCpio(file, cursor, () => false, nesting, unpacking);
  } finally {
    await cursor.close();
  }
}

/** As `unpackTar`. */
export async function unpackCpio(
  archive: OpenFile,
  cursor: ByteCursor,
  isCutOff: () => boolean,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  const entries: OpenFile[] = [];
  const leftOut = new LeftOut(archive.path);
  for await (const item of cpioItems(cursor, unpacking.limits.nameBytes)) {
    if (!(await unpacking.goesOn())) break;
    if (item.kind === 'damage')
      unpacking.report('damaged', 'bytes that are no cpio entry: what follows was left out', archive.path);
    else if (item.kind === 'end-missing') {
      if (!isCutOff())
        unpacking.report(
          'file-truncated',
          'the cpio archive has no end mark: files may be missing',
          archive.path,
        );
    } else {
      if (!unpacking.countEntry(archive.path, item.path)) break;
      if (item.kind === 'file') entries.push(await entryFile(archive, item, cursor, unpacking));
      else leftOut.add(item.path, 'a link or device, not a file');
    }
  }
  leftOut.report(unpacking);
  for (const entry of inNameOrder(entries)) {
    if (!(await unpacking.goesOn())) break;
    await unpacking.open(entry, nesting + 1);
  }
}

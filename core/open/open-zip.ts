import type { Chunks } from './chunks.ts';
import { byteCursor, dropBytes, takeBytes } from './chunks.ts';
import { decoders } from './open-compressed.ts';
import { inflated } from './inflate.ts';
import type { Decode } from './unpacked.ts';
import { unpacked } from './unpacked.ts';
import { reportLeftOut } from './left-out.ts';
import { inNameOrder } from './entry-order.ts';
import type { OpenFile, Unpacking } from './unpacking.ts';
import type { ZipEntry, ZipFile } from './zip.ts';
import { zipContentOffset, zipEntries, zipLocalEntries } from './zip.ts';

const stored = 0;
/** Compression methods of zip by their numbers (APPNOTE.TXT 4.4.5). */
const methods: ReadonlyMap<number, Decode> = new Map([
  [8, inflated],
  [12, decoders.bzip2],
  [93, decoders.zstd],
  [95, decoders.xz],
]);

/** Opens a zip file: a stored entry is a range of its bytes, a compressed one is kept in memory or unpacked on reading. */
export async function openZip(file: OpenFile, nesting: number, unpacking: Unpacking): Promise<void> {
  if (!file.canSeek || file.size === null)
    return unpacking.report(
      'archive-limit',
      'too large for a zip inside another archive: unpack it first',
      file.path,
    );
  const zip: ZipFile = { size: file.size, chunks: (start) => file.chunks(start) };
  let listed = await zipEntries(zip);
  if (!listed) {
    listed = await zipLocalEntries(zip);
    unpacking.report(
      'file-truncated',
      `the zip file has no directory, as if it was cut off: ${listed.length} of its files were found`,
      file.path,
    );
  }
  const entries: OpenFile[] = [];
  const leftOut = listed.filter(({ isSpecial }) => isSpecial).map(({ path }) => `${file.path}/${path}`);
  reportLeftOut(file.path, leftOut, unpacking);
  for (const entry of listed) {
    if (entry.isSpecial) continue;
    if (!unpacking.countEntry(file.path)) break;
    const opened = await entryFile(zip, `${file.path}/${entry.path}`, entry, unpacking);
    if (opened) entries.push(opened);
  }
  for (const entry of inNameOrder(entries)) await unpacking.open(entry, nesting + 1);
}

async function entryFile(
  zip: ZipFile,
  path: string,
  entry: ZipEntry,
  unpacking: Unpacking,
): Promise<OpenFile | null> {
  const skip = (code: 'archive-entry-skipped' | 'archive-damaged', reason: string): null => {
    unpacking.report(code, reason, path);
    return null;
  };
  if (entry.isEncrypted) return skip('archive-entry-skipped', 'encrypted: left out');
  const decode = methods.get(entry.method);
  if (entry.method !== stored && !decode)
    return skip('archive-entry-skipped', `zip compression method ${entry.method} is not supported: left out`);
  const offset = await zipContentOffset(zip, entry);
  if (offset === null)
    return skip('archive-damaged', 'its place in the zip file holds something else: left out');

  const packedBytes = Math.max(0, Math.min(entry.packedBytes, zip.size - offset));
  if (!decode) {
    if (packedBytes < entry.packedBytes)
      unpacking.report(
        'file-truncated',
        `the archive ends after ${packedBytes} of its ${entry.packedBytes} bytes`,
        path,
      );
    return {
      path,
      size: packedBytes,
      canSeek: true,
      chunks: (start) => takeBytes(zip.chunks(offset + start), packedBytes - start),
    };
  }

  const content = (unpackedBytes: number): Chunks =>
    unpacked(
      takeBytes(zip.chunks(offset), packedBytes),
      decode,
      { ...unpacking.limits, unpackedBytes },
      (damage) => unpacking.reportDamage(path, damage),
    );
  if (unpacking.canKeep(Math.min(entry.bytes, unpacking.limits.keptEntryBytes))) {
    const cursor = byteCursor(() => content(unpacking.unpackedBytesLeft()), false);
    const bytes = await cursor.take(unpacking.limits.keptEntryBytes + 1);
    await cursor.close();
    unpacking.countUnpacked(bytes.length);
    if (unpacking.canKeep(bytes.length)) return unpacking.keep(path, bytes);
  }
  return {
    path,
    size: null,
    canSeek: false,
    chunks: (start) => dropBytes(content(unpacking.limits.unpackedBytes), start),
  };
}

import type { EntryFault } from '../model/diagnostic-kind.ts';
import type { StreamFaultKind } from '../model/stream-fault.ts';
import type { Chunks } from './chunks.ts';
import { byteCursor, copied, dropBytes, takeBytes } from './chunks.ts';
import { checkedChunks } from './checked-chunks.ts';
import type { Compression } from './decoders/decode.ts';
import { inNameOrder } from './entry-order.ts';
import { LeftOut } from './left-out.ts';
import { unpackedBy } from './open-compressed.ts';
import { headBytes, type OpenFile, type Unpacking } from './unpacking.ts';
import type { ZipEntry, ZipFile } from './zip.ts';
import { overlaps, zipContentOffset, zipEntries, zipLocalEntries } from './zip.ts';

const stored = 0;
/** Compression methods of zip by their numbers (APPNOTE.TXT 4.4.5). */
const methods: ReadonlyMap<number, Compression> = new Map([
  [8, 'deflate'],
  [12, 'bzip2'],
  [93, 'zstd'],
  [95, 'xz'],
]);

/** Whether a zip's directory stands at the end of a file that begins as something else. */
export async function zipInside(file: OpenFile): Promise<boolean> {
  if (!file.canSeek || file.size === null) return false;
  const entries = await zipEntries({ size: file.size, chunks: (start) => file.chunks(start) });
  return entries !== null && entries.length > 0;
}

/** Opens a zip file: a stored entry is a range of its bytes, a compressed one is kept in memory or unpacked on reading. */
export async function openZip(file: OpenFile, nesting: number, unpacking: Unpacking): Promise<void> {
  if (!file.canSeek || file.size === null) return unpacking.report('zip-in-archive', {}, file.path);
  const zip: ZipFile = { size: file.size, chunks: (start) => file.chunks(start) };
  let listed = await zipEntries(zip);
  if (!listed) {
    listed = await zipLocalEntries(zip, unpacking.limits.entries);
    unpacking.report('zip-without-directory', { found: listed.length }, file.path);
  }
  const leftOut = new LeftOut(file.path);
  const entries: OpenFile[] = [];
  const overlapping = overlaps(listed);
  for (const entry of listed) {
    if (!(await unpacking.goesOn()) || !unpacking.countEntry(file.path, entry.path)) break;
    const why = overlapping.has(entry) ? { kind: 'overlapping' as const } : whyLeftOut(entry);
    if (why !== null) {
      leftOut.add(entry.path, why);
      continue;
    }
    if (entry.method !== stored && unpacking.isSpent(`${file.path}/${entry.path}`)) continue;
    const offset = await zipContentOffset(zip, entry);
    if (offset === null) leftOut.add(entry.path, { kind: 'misplaced' });
    else
      entries.push(await entryFile(zip, unpacking.pathOf(file.path, entry.path), entry, offset, unpacking));
  }
  leftOut.report(unpacking);
  for (const entry of inNameOrder(entries)) {
    if (!(await unpacking.goesOn())) break;
    await unpacking.open(entry, nesting + 1);
  }
}

function whyLeftOut({ isSpecial, isEncrypted, method }: ZipEntry): EntryFault | null {
  if (isSpecial) return { kind: 'special' };
  if (isEncrypted) return { kind: 'encrypted' };
  if (method !== stored && !methods.has(method)) return { kind: 'zip-method', method };
  return null;
}

async function entryFile(
  zip: ZipFile,
  path: string,
  entry: ZipEntry,
  offset: number,
  unpacking: Unpacking,
): Promise<OpenFile> {
  const packedBytes = Math.max(0, Math.min(entry.packedBytes, zip.size - offset));
  const packed = (start: number): Chunks => takeBytes(zip.chunks(offset + start), packedBytes - start);
  const compression = methods.get(entry.method);
  if (packedBytes < entry.packedBytes)
    unpacking.report('entry-cut-off', { available: packedBytes, size: entry.packedBytes }, path);
  const reportDamage = (fault: StreamFaultKind, unpackedBytes: number): void =>
    unpacking.reportDamage(path, { kind: 'damaged', fault: { kind: fault, detail: null }, unpackedBytes });
  // Of an entry that is cut off, only its own end is missing.
  const expected = packedBytes < entry.packedBytes || entry.hasTrailingSize ? null : entry;
  if (compression === undefined)
    return {
      path,
      size: packedBytes,
      canSeek: true,
      chunks: (start) =>
        start === 0 && expected !== null ? checkedChunks(packed(0), expected, reportDamage) : packed(start),
    };

  let isBroken = false;
  const contentBy = (unpack: () => Chunks): Chunks =>
    expected === null
      ? unpack()
      : checkedChunks(unpack(), expected, (fault, bytes) => {
          // Of what broke off it is known why.
          if (!isBroken) reportDamage(fault, bytes);
        });
  const unpackedIn = (where: Unpacking): (() => Chunks) =>
    unpackedBy(compression, { path, size: packedBytes, chunks: packed }, where, () => {
      isBroken = true;
    });
  const { keptEntryBytes } = unpacking.limits;
  const isSmall = unpacking.canKeep(Math.min(entry.bytes, keptEntryBytes + 1));
  const unpack = unpackedIn(unpacking);
  // For a beginning alone, no thread is worth its start.
  const cursor = byteCursor(
    () => contentBy(isSmall ? unpack : unpackedIn({ ...unpacking, elsewhere: null })),
    false,
  );
  try {
    const start = await cursor.take(isSmall ? keptEntryBytes + 1 : headBytes + 1);
    const isWhole = start.length <= (isSmall ? keptEntryBytes : headBytes);
    if (isWhole && unpacking.canKeep(start.length)) return unpacking.keep(path, start);
    return {
      path,
      size: null,
      canSeek: false,
      head: start.slice(0, headBytes),
      chunks: (from) => dropBytes(copied(contentBy(unpack)), from),
      passingChunks: (from) => dropBytes(contentBy(unpack), from),
    };
  } finally {
    await cursor.close();
  }
}

import type { Chunks } from './chunks.ts';
import { readAll, takeBytes } from './chunks.ts';

/** A file in a zip archive. Where its content begins stands in its local header, which `zipContentOffset` reads. */
export interface ZipEntry {
  readonly path: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** A symbolic link or device by its Unix mode. */
  readonly isSpecial: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly checksum: number;
  readonly headerOffset: number;
  /** Of an entry that was found without the directory: its size and checksum stand after it, and are not known. */
  readonly hasTrailingSize: boolean;
}

/** The parts of a `ByteSource` that a zip is read from. */
export interface ZipFile {
  readonly size: number;
  chunks(start: number): Chunks;
}

const endBytes = 22;
const localHeaderBytes = 30;
const maxCommentBytes = 0xffff;
/** Of a damaged directory, so much is looked at. */
const maxDirectoryBytes = 64 << 20;

/**
 * The files that a zip's central directory lists (APPNOTE.TXT 4.3), zip64 included; directories are left out. Null
 * where the directory is missing, as in a zip that was cut off: `zipLocalEntries` finds what is left.
 */
export async function zipEntries(file: ZipFile): Promise<ZipEntry[] | null> {
  const tailStart = Math.max(0, file.size - endBytes - maxCommentBytes - 20);
  const tail = view(await readAll(file.chunks(tailStart)));
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== 0x06054b50) continue;
    let directory = { offset: tail.getUint32(at + 16, true), bytes: tail.getUint32(at + 12, true) };
    const isZip64 = at >= 20 && tail.getUint32(at - 20, true) === 0x07064b50;
    if (isZip64) {
      const end64 = await readAt(file, safeNumber(tail.getBigUint64(at - 12, true)), 56);
      if (end64.byteLength < 56 || end64.getUint32(0, true) !== 0x06064b50) return null;
      directory = {
        offset: safeNumber(end64.getBigUint64(48, true)),
        bytes: safeNumber(end64.getBigUint64(40, true)),
      };
    }
    if (directory.offset + directory.bytes > file.size || directory.bytes > maxDirectoryBytes) return null;
    // In a zip that unpacks itself, offsets may be counted from where the zip begins.
    const before = isZip64 ? 0 : Math.max(0, tailStart + at - directory.bytes - directory.offset);
    const isShifted = before > 0 && !(await isDirectoryAt(file, directory.offset));
    const shift = isShifted ? before : 0;
    return directoryEntries(await readAt(file, directory.offset + shift, directory.bytes), shift);
  }
  return null;
}

async function isDirectoryAt(file: ZipFile, offset: number): Promise<boolean> {
  const start = await readAt(file, offset, 4);
  return start.byteLength === 4 && start.getUint32(0, true) === 0x02014b50;
}

/**
 * The entries whose packed bytes reach into those of another one: no zip that was made to be unpacked has them. The first
 * of them, in the order of the file, is not among them.
 */
export function overlaps(entries: readonly ZipEntry[]): ReadonlySet<ZipEntry> {
  const found = new Set<ZipEntry>();
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.headerOffset - b.headerOffset)) {
    if (entry.headerOffset < end) found.add(entry);
    end = Math.max(end, entry.headerOffset + localHeaderBytes + entry.packedBytes);
  }
  return found;
}

/** Where an entry's packed bytes begin; null where no local header stands where the directory says. */
export async function zipContentOffset(file: ZipFile, entry: ZipEntry): Promise<number | null> {
  const header = await readAt(file, entry.headerOffset, localHeaderBytes);
  if (header.byteLength < localHeaderBytes || header.getUint32(0, true) !== 0x04034b50) return null;
  return entry.headerOffset + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true);
}

/**
 * The files of a zip without its directory, by their local headers, up to the first whose size is only told after
 * its content. The last one may be cut off.
 */
export async function zipLocalEntries(file: ZipFile, most: number): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (let offset = 0; offset < file.size && entries.length < most;) {
    const header = await readAt(file, offset, localHeaderBytes);
    if (header.byteLength < localHeaderBytes || header.getUint32(0, true) !== 0x04034b50) break;
    const flags = header.getUint16(6, true);
    const nameBytes = header.getUint16(26, true);
    const content = offset + localHeaderBytes + nameBytes + header.getUint16(28, true);
    const hasTrailingSize = (flags & 8) !== 0;
    const packedBytes = hasTrailingSize ? Math.max(0, file.size - content) : header.getUint32(18, true);
    const path = decode(await readAt(file, offset + localHeaderBytes, nameBytes));
    if (!path.endsWith('/'))
      entries.push({
        path,
        method: header.getUint16(8, true),
        isEncrypted: (flags & 1) !== 0,
        isSpecial: false,
        packedBytes,
        bytes: hasTrailingSize ? Number.MAX_SAFE_INTEGER : header.getUint32(22, true),
        checksum: header.getUint32(14, true),
        headerOffset: offset,
        hasTrailingSize,
      });
    offset = content + packedBytes;
  }
  return entries;
}

/** `shift`: what is added to each offset. */
function directoryEntries(directory: DataView, shift: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.byteLength;) {
    if (directory.getUint32(at, true) !== 0x02014b50) break;
    const nameBytes = directory.getUint16(at + 28, true);
    const extraBytes = directory.getUint16(at + 30, true);
    const end = at + 46 + nameBytes + extraBytes + directory.getUint16(at + 32, true);
    if (end > directory.byteLength) break;
    const path = decode(slice(directory, at + 46, nameBytes));
    const unixType = (directory.getUint32(at + 38, true) >>> 28) & 0xf;
    const madeByUnix = directory.getUint8(at + 5) === 3;
    const sizes = {
      bytes: directory.getUint32(at + 24, true),
      packedBytes: directory.getUint32(at + 20, true),
      headerOffset: directory.getUint32(at + 42, true),
    };
    if (!path.endsWith('/'))
      entries.push({
        path,
        method: directory.getUint16(at + 10, true),
        isEncrypted: (directory.getUint16(at + 8, true) & 1) !== 0,
        isSpecial: madeByUnix && isLinkOrDevice(unixType, sizes.bytes),
        checksum: directory.getUint32(at + 16, true),
        hasTrailingSize: false,
        ...zip64Sizes(sizes, slice(directory, at + 46 + nameBytes, extraBytes), shift),
      });
    at = end;
  }
  return entries;
}

/** By the type bits of stat(2). What `zip -` reads from a pipe is called one, and has the content of a file. */
function isLinkOrDevice(unixType: number, bytes: number): boolean {
  const [none, pipe, file] = [0, 1, 8];
  return unixType !== none && unixType !== file && !(unixType === pipe && bytes > 0);
}

type ZipSizes = Pick<ZipEntry, 'bytes' | 'packedBytes' | 'headerOffset'>;

/** In the extra field 0x0001 stand, in this order, those of the three numbers whose 32 bits are all ones. */
function zip64Sizes(sizes: ZipSizes, extra: DataView, shift: number): ZipSizes {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    const wide = (number: number): number => {
      if (number !== 0xffffffff || value + 8 > extra.byteLength) return number;
      value += 8;
      return safeNumber(extra.getBigUint64(value - 8, true));
    };
    return {
      bytes: wide(sizes.bytes),
      packedBytes: wide(sizes.packedBytes),
      headerOffset: wide(sizes.headerOffset) + shift,
    };
  }
  return { ...sizes, headerOffset: sizes.headerOffset + shift };
}

async function readAt(file: ZipFile, start: number, count: number): Promise<DataView> {
  if (start >= file.size || count <= 0) return view(new Uint8Array(0));
  return view(await readAll(takeBytes(file.chunks(start), count)));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function slice(from: DataView, start: number, count: number): DataView {
  return new DataView(from.buffer, from.byteOffset + start, count);
}

function decode(name: DataView): string {
  return decoder.decode(new Uint8Array(name.buffer, name.byteOffset, name.byteLength));
}

const decoder = new TextDecoder();

function safeNumber(value: bigint): number {
  return Number(value > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : value);
}

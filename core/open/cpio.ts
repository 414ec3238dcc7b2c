import type { ArchiveItem } from './archive-item.ts';
import type { ByteCursor } from './chunks.ts';

/** `070701`, then 13 numbers of 8 hexadecimal digits: ino, mode, uid, gid, nlink, mtime, filesize, four of devices, namesize, check. */
const headerBytes = 110;
const directoryType = 0o040000;
const fileType = 0o100000;

/**
 * The entries of a cpio archive in the format newc (cpio(5)), as `cpio -H newc` and initramfs have it; directories are left
 * out. The caller may take an entry's bytes from the cursor before it asks for the next one.
 */
export async function* cpioItems(cursor: ByteCursor, mostNameBytes: number): AsyncGenerator<ArchiveItem> {
  for (;;) {
    const header = await cursor.take(headerBytes);
    if (header.length < headerBytes) {
      yield { kind: 'end-missing' };
      return;
    }
    const text = decoder.decode(header);
    const numbers = Array.from({ length: 13 }, (_, i) => hexadecimal(text.slice(6 + i * 8, 14 + i * 8)));
    if (!text.startsWith('07070') || numbers.some(Number.isNaN)) {
      yield { kind: 'damage', skippedBytes: null };
      return;
    }
    const [, mode = 0, , , , , size = 0, , , , , nameBytes = 0] = numbers;
    if (nameBytes > mostNameBytes) {
      yield { kind: 'damage', skippedBytes: null };
      return;
    }
    const name = await cursor.take(padded(headerBytes + nameBytes) - headerBytes);
    const path = decoder.decode(name.subarray(0, Math.max(0, nameBytes - 1)));
    if (path === 'TRAILER!!!') return;
    const offset = cursor.position();
    const type = mode & 0o170000;
    if (type === fileType) yield { kind: 'file', path, isCut: false, size, offset };
    else if (type !== directoryType) yield { kind: 'device', path, isCut: false };
    await cursor.skip(offset + padded(size) - cursor.position());
  }
}

/** Header with name, and content, are filled up to multiples of four. */
function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function hexadecimal(digits: string): number {
  return /^[\da-f]{8}$/i.test(digits) ? parseInt(digits, 16) : NaN;
}

const decoder = new TextDecoder();

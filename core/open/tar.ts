import type { ArchiveItem } from './archive-item.ts';
import type { ByteCursor } from './chunks.ts';
import { isTarHeader } from './container.ts';
import { sparseData, type SparseRecords } from './tar-sparse.ts';

const blockBytes = 512;
/** Long names and PAX records are short; a header that claims more is not one of ours. */
const maxMetadataBytes = 1 << 20;

/**
 * The entries of a tar file (POSIX pax(1): ustar with PAX records; GNU long names, base-256 sizes, sparse files; the
 * old format without a magic). The caller may take the file's bytes from the cursor before it asks for the next item; what it
 * leaves is passed over. Directories are not mentioned.
 */
export async function* tarItems(cursor: ByteCursor, mostNameBytes: number): AsyncGenerator<ArchiveItem> {
  let next: PaxRecords = {};
  let damagedBytes = 0;
  for (;;) {
    const block = await cursor.take(blockBytes);
    if (block.length === blockBytes && block.every((byte) => byte === 0)) return;
    if (block.length < blockBytes) {
      yield damagedBytes > 0
        ? { kind: 'damage', skippedBytes: damagedBytes + block.length }
        : { kind: 'end-missing' };
      return;
    }
    if (!isTarHeader(block)) {
      damagedBytes += blockBytes;
      continue;
    }
    if (damagedBytes > 0) yield { kind: 'damage', skippedBytes: damagedBytes };
    damagedBytes = 0;

    const header = readHeader(block);
    const size = next.size ?? header.size;
    const offset = cursor.position();
    let paddedEnd = offset + padded(size);
    if (isMetadata(header.type) && size <= maxMetadataBytes) {
      const content = await cursor.take(size);
      if (header.type === 'L') next.path = cString(content.subarray(0, mostNameBytes + 1));
      if (header.type === 'x') next = { ...next, ...paxRecords(content) };
    } else {
      const name = next.sparse?.name ?? next.path ?? header.path;
      const isCut = name.length > mostNameBytes;
      const path = isCut ? name.slice(0, mostNameBytes) : name;
      if ('12'.includes(header.type)) yield { kind: 'link', path, isCut };
      else if ('346'.includes(header.type)) yield { kind: 'device', path, isCut };
      else if (header.type !== '5' && !isMetadata(header.type) && (isCut || !path.endsWith('/'))) {
        const isSparse = header.type === 'S' || next.sparse !== undefined;
        const data = isSparse ? await sparseData(block, next.sparse, size, cursor) : { offset, size };
        if (data !== null) paddedEnd = data.offset + padded(data.size);
        const isHole = isSparse && data?.size === 0;
        yield data === null || isHole
          ? { kind: 'sparse', path, isCut }
          : { kind: 'file', path, isCut, ...data };
      }
      next = {};
    }
    // Links and devices may state a size but have no content.
    if (!'123456'.includes(header.type)) await cursor.skip(paddedEnd - cursor.position());
  }
}

function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes;
}

function isMetadata(type: string): boolean {
  return 'LKxg'.includes(type);
}

function readHeader(block: Uint8Array): { path: string; size: number; type: string } {
  const name = cString(block.subarray(0, 100));
  const isUstar = cString(block.subarray(257, 262)) === 'ustar';
  // GNU tar keeps times where ustar has the prefix, and has a blank after its magic.
  const prefix = isUstar && block[262] === 0 ? cString(block.subarray(345, 500)) : '';
  const type = String.fromCharCode(block[156] ?? 0);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: headerNumber(block.subarray(124, 136)),
    type: type === '\0' ? '0' : type,
  };
}

/** Octal digits, or with the top bit set a big-endian binary number (GNU). */
function headerNumber(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) === 0) return parseInt(cString(field).trim(), 8) || 0;
  const size = field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] ?? 0) & 0x3f);
  return Number.isSafeInteger(size) ? size : 0;
}

interface PaxRecords {
  path?: string;
  size?: number;
  sparse?: SparseRecords;
}

/** PAX records: `27 path=var/log/kern.log\n`, the length counting the whole record. */
function paxRecords(content: Uint8Array): PaxRecords {
  const found: PaxRecords = {};
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    if (blank < 0 || blank - at > 9) break;
    const length = Number(text(content.subarray(at, blank)));
    if (!Number.isInteger(length) || length <= blank - at || at + length > content.length) break;
    const record = content.subarray(blank + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    const keyword = text(record.subarray(0, Math.max(0, equals)));
    const value = record.subarray(equals + 1);
    if (keyword === 'path') found.path = text(value);
    if (keyword === 'size') {
      const size = text(value.subarray(0, 17));
      if (/^\d{1,15}$/.test(size)) found.size = Number(size);
    }
    if (keyword === 'GNU.sparse.name') found.sparse = { ...found.sparse, name: text(value) };
    if (keyword === 'GNU.sparse.major')
      found.sparse = { ...found.sparse, hasMapBeforeData: text(value) === '1' };
    at += length;
  }
  return found;
}

function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return text(end < 0 ? bytes : bytes.subarray(0, end));
}

const decoder = new TextDecoder();

function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

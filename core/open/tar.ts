import type { ByteCursor } from './chunks.ts';
import { isTarHeader } from './container.ts';

/** What stands at one place of a tar file. */
export type TarItem =
  | { readonly kind: 'file'; readonly path: string; readonly size: number; readonly offset: number }
  | { readonly kind: 'link'; readonly path: string }
  | { readonly kind: 'device'; readonly path: string }
  | { readonly kind: 'sparse'; readonly path: string }
  /** `skippedBytes` of something that is no header; the next readable header follows. */
  | { readonly kind: 'damage'; readonly skippedBytes: number }
  /** The file ends in the middle of an entry's header, or without the two empty blocks that end a tar. */
  | { readonly kind: 'end-missing' };

const blockBytes = 512;
/** Long names and PAX records are short; a header that claims more is not one of ours. */
const maxMetadataBytes = 1 << 20;

/**
 * The entries of a tar file (POSIX pax(1): ustar with PAX records; GNU long names, base-256 sizes; the old format
 * without a magic). The caller may take the file's bytes from the cursor before it asks for the next item; what it
 * leaves is passed over. Directories are not mentioned.
 */
export async function* tarItems(cursor: ByteCursor): AsyncGenerator<TarItem> {
  let next: { path?: string; size?: number; sparse?: boolean } = {};
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
    const paddedEnd = offset + Math.ceil(size / blockBytes) * blockBytes;
    if (isMetadata(header.type) && size <= maxMetadataBytes) {
      const content = await cursor.take(size);
      if (header.type === 'L') next.path = cString(content);
      if (header.type === 'x') next = { ...next, ...paxRecords(content) };
    } else {
      const path = next.path ?? header.path;
      if (next.sparse || header.type === 'S') yield { kind: 'sparse', path };
      else if ('12'.includes(header.type)) yield { kind: 'link', path };
      else if ('346'.includes(header.type)) yield { kind: 'device', path };
      else if (header.type !== '5' && !isMetadata(header.type) && !path.endsWith('/'))
        yield { kind: 'file', path, size, offset };
      next = {};
    }
    // Links and devices may state a size but have no content.
    if (!'123456'.includes(header.type)) await cursor.skip(paddedEnd - cursor.position());
  }
}

function isMetadata(type: string): boolean {
  return 'LKxg'.includes(type);
}

function readHeader(block: Uint8Array): { path: string; size: number; type: string } {
  const name = cString(block.subarray(0, 100));
  const isUstar = cString(block.subarray(257, 262)) === 'ustar';
  // GNU tar keeps times where ustar has the prefix, and has a blank behind its magic.
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

/** PAX records: `27 path=var/log/kern.log\n`, the length counting the whole record. */
function paxRecords(content: Uint8Array): { path?: string; size?: number; sparse?: boolean } {
  const found: { path?: string; size?: number; sparse?: boolean } = {};
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    const length = blank < 0 ? 0 : Number(text(content.subarray(at, blank)));
    if (!Number.isInteger(length) || length <= blank - at) break;
    const record = text(content.subarray(blank + 1, at + length - 1));
    const [keyword = '', ...value] = record.split('=');
    if (keyword === 'path') found.path = value.join('=');
    if (keyword === 'size' && /^\d{1,15}$/.test(value.join('='))) found.size = Number(value.join('='));
    if (keyword.startsWith('GNU.sparse.')) found.sparse = true;
    at += length;
  }
  return found;
}

function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return text(end < 0 ? bytes : bytes.subarray(0, end));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

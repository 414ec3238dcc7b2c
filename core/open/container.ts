/** A file format that holds other files. */
export type Container = Compression | 'zip' | 'tar';

/** What holds one stream of bytes, without a name. */
export type Compression = 'gzip' | 'xz' | 'zstd' | 'bzip2';

/** The compression that a container is; null for an archive. */
export function compressionOf(container: Container): Compression | null {
  return container === 'zip' || container === 'tar' ? null : container;
}

/** How many bytes of a file's beginning tell the container. */
export const containerHeadBytes = 512;

/** What a file holds its content in, from its first bytes; null for a plain file. The name is never asked. */
export function containerOf(head: Uint8Array): Container | null {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (begins(0x1f, 0x8b, 0x08)) return 'gzip';
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  const isSkippableFrame =
    ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  if (begins(0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame) return 'zstd';
  const isPi = head[4] === 0x31 && head[5] === 0x41 && head[6] === 0x59;
  const isEmptyStream = head[4] === 0x17 && head[5] === 0x72 && head[6] === 0x45;
  const isBzip2 = begins(0x42, 0x5a, 0x68) && (isPi || isEmptyStream);
  if (isBzip2) return 'bzip2';
  return isTarHeader(head) ? 'tar' : null;
}

/**
 * Whether these 512 bytes are the header of a tar entry: their sum, with the checksum field itself read as blanks, is
 * what the field says in octal (POSIX pax(1), ustar). Old tar files have no other mark.
 */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < 512 || block[0] === 0) return false;
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < 512; index++) {
    const byte = index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const field = String.fromCharCode(...block.subarray(148, 156));
  const checksum = /^[ \0]*([0-7]+)[ \0]*$/.exec(field)?.[1];
  const sum = parseInt(checksum ?? '', 8);
  // Some old tars summed signed bytes.
  return sum === unsigned || sum === signed;
}

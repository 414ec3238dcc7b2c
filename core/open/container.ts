import type { Compression } from './decoders/decode.ts';

/** What holds many files. */
type Archive = 'zip' | 'tar' | 'cpio';

/** A file format that holds other files. */
export type Container = Exclude<Compression, 'deflate'> | Archive;

/** The compression that a container is; null for an archive. */
export function compressionOf(container: Container): Compression | null {
  return container === 'zip' || container === 'tar' || container === 'cpio' ? null : container;
}

/** What a file holds its content in, from its first bytes; null for a plain file. The name is never asked. */
export function containerOf(head: Uint8Array): Container | null {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (begins(0x1f, 0x8b, 0x08)) return 'gzip';
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (begins(0x04, 0x22, 0x4d, 0x18)) return 'lz4';
  const isSkippableFrame =
    ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  if (isSkippableFrame) return isLz4AfterFrame(head) ? 'lz4' : 'zstd';
  const isPi = head[4] === 0x31 && head[5] === 0x41 && head[6] === 0x59;
  const isEmptyStream = head[4] === 0x17 && head[5] === 0x72 && head[6] === 0x45;
  const isBzip2 = begins(0x42, 0x5a, 0x68) && (isPi || isEmptyStream);
  if (isBzip2) return 'bzip2';
  // `070701` and `070702`: cpio's format newc, and the same with checksums.
  if (begins(0x30, 0x37, 0x30, 0x37, 0x30) && (head[5] === 0x31 || head[5] === 0x32)) return 'cpio';
  if (isLzma(head)) return 'lzma';
  return isTarHeader(head.subarray(0, 512)) ? 'tar' : null;
}

/** Zstandard and LZ4 pass over the same frames; what follows the first one tells, where it is near. */
function isLz4AfterFrame(head: Uint8Array): boolean {
  const size = (head[4] ?? 0) + (head[5] ?? 0) * 256 + (head[6] ?? 0) * 65536 + (head[7] ?? 0) * 2 ** 24;
  return [0x04, 0x22, 0x4d, 0x18].every((byte, index) => head[8 + size + index] === byte);
}

/**
 * The header of an .lzma file, which has no magic: properties as everyone has them (5d), a dictionary of 2^n or 2^n + 2^(n-1)
 * bytes, a size that is unknown or below 256 GiB, and the first byte of the data, 0 (as xz's alone_decoder.c takes it).
 */
function isLzma(head: Uint8Array): boolean {
  if (head[0] !== 0x5d || head.length < 18 || head[13] !== 0) return false;
  const dictionary =
    (head[1] ?? 0) + (head[2] ?? 0) * 256 + (head[3] ?? 0) * 65536 + (head[4] ?? 0) * 2 ** 24;
  const isPower = (value: number): boolean => value >= 4096 && Number.isInteger(Math.log2(value));
  if (!isPower(dictionary) && !isPower((dictionary / 3) * 2)) return false;
  const size = head.subarray(5, 13);
  return size.every((byte) => byte === 0xff) || size.subarray(5).every((byte) => byte === 0);
}

/** Whether a file begins as a program or script does: a zip that unpacks itself has its directory at the end. */
export function mayHoldZip(head: Uint8Array): boolean {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  return begins(0x4d, 0x5a) || begins(0x7f, 0x45, 0x4c, 0x46) || begins(0x23, 0x21);
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

import type { ByteSource } from '../../core/index.ts';
import { words } from '../language.ts';
import type { FileToRead } from './protocol.ts';

/** Reads a piece of a shell's file; null when it cannot be read. */
export type ReadPiece = (fileId: string, start: number, length: number) => Promise<Uint8Array | null>;

/** The files of a bundle as core wants them. Where a file cannot be read, `chunks` throws and core reports it. */
export function byteSources(files: readonly FileToRead[], read: ReadPiece): readonly ByteSource[] {
  return files.map((file) => {
    if (file.from === 'page') {
      const { size } = file.file;
      const piece = async (from: number, length: number) =>
        new Uint8Array(await file.file.slice(from, from + length).arrayBuffer());
      return { path: file.path, size, chunks: (start) => chunksOf(size, start, piece) };
    }
    const { size } = file;
    const piece = async (from: number, length: number) => {
      const bytes = await read(file.fileId, from, Math.min(length, size - from));
      if (bytes === null) throw new Error(words.frame.problems.fileGone);
      return bytes;
    };
    return { path: file.path, size, chunks: (start) => chunksOf(size, start, piece) };
  });
}

const readBytes = 4 << 20;
/** Whoever reads from the middle wants a few lines from there. */
const firstBytes = 384 << 10;
/**
 * Of a log, core remembers where each chunk begins: so much at most is read again in front of a line that is looked at.
 */
const chunkBytes = 256 << 10;

/**
 * Large reads: a stream of the whole file gives 64 KiB chunks, which cost more than the parsing of them. The next read
 * is under way while the chunks of one are parsed; of those who begin in the middle only when they read on, and then the
 * reads grow.
 */
async function* chunksOf(
  size: number,
  start: number,
  read: (from: number, length: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let length = start === 0 ? readBytes : firstBytes;
  let isAhead = start === 0;
  let next: Promise<Uint8Array> | null = null;
  for (let at = start; at < size;) {
    const bytes = await (next ?? read(at, length));
    if (bytes.length === 0) return;
    at += bytes.length;
    length = Math.min(2 * length, readBytes);
    next = isAhead && at < size ? read(at, length) : null;
    // Read ahead of a consumer that stops early: its failure is nobody's.
    next?.catch(() => {});
    for (let begin = 0; begin < bytes.length; begin += chunkBytes)
      yield bytes.subarray(begin, begin + chunkBytes);
    isAhead = true;
  }
}

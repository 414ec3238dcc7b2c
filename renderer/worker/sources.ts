import type { ByteSource } from '../../core/index.ts';
import type { FileToRead } from './protocol.ts';

/** Reads a piece of a shell's file; null when it cannot be read. */
export type ReadPiece = (fileId: string, start: number, length: number) => Promise<Uint8Array | null>;

/** The files of a bundle as core wants them. Where a file cannot be read, `chunks` throws and core reports it. */
export function byteSources(files: readonly FileToRead[], read: ReadPiece): readonly ByteSource[] {
  return files.map((file) =>
    file.from === 'page'
      ? { path: file.path, size: file.file.size, chunks: (start) => fileChunks(file.file, start) }
      : {
          path: file.path,
          size: file.size,
          chunks: (start) => shellChunks(file.fileId, file.size, start, read),
        },
  );
}

const pieceBytes = 4 * 1024 * 1024;

/**
 * A slice and an `arrayBuffer()` for each piece: a stream of the whole file gives 64 KiB chunks, which cost more than
 * the parsing of them. The next piece is under way while one is parsed.
 */
async function* fileChunks(file: File, start: number): AsyncGenerator<Uint8Array> {
  const piece = (from: number) => file.slice(from, from + pieceBytes).arrayBuffer();
  let next = start < file.size ? piece(start) : null;
  for (let at = start; next !== null;) {
    const bytes = new Uint8Array(await next);
    at += bytes.length;
    next = bytes.length > 0 && at < file.size ? piece(at) : null;
    // Read ahead of a consumer that stops early: its failure is nobody's.
    next?.catch(() => {});
    if (bytes.length > 0) yield bytes;
  }
}

async function* shellChunks(
  fileId: string,
  size: number,
  start: number,
  read: ReadPiece,
): AsyncGenerator<Uint8Array> {
  const piece = (from: number) => read(fileId, from, Math.min(pieceBytes, size - from));
  let next = start < size ? piece(start) : null;
  for (let at = start; next !== null;) {
    const bytes = await next;
    if (bytes === null) throw new Error('The file cannot be read any more.');
    at += bytes.length;
    next = bytes.length > 0 && at < size ? piece(at) : null;
    next?.catch(() => {});
    if (bytes.length > 0) yield bytes;
  }
}

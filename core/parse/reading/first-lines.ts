import type { QueuedLog } from './read-log.ts';

const NEWLINE = 10;

/** The log with only the lines that end within its first `most` bytes; the log itself where that is all of it. */
export function firstLines(log: QueuedLog, most: number): QueuedLog {
  const { bytes } = log;
  if (most === Infinity || (bytes !== null && bytes <= most)) return log;
  return { ...log, bytes: bytes === null ? null : most, chunks: () => wholeLines(log.chunks(), most) };
}

/**
 * The log up to a whole line at which `bytesLeft`, asked again and again, is 0 or less; `onCut` is called where lines are
 * left out.
 */
export function linesUntil(log: QueuedLog, bytesLeft: () => number, onCut: () => void): QueuedLog {
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    onCut();
  };
  return {
    ...log,
    chunks: () => wholeLines(inPieces(log.chunks(), bytesLeft, cut), Infinity, () => isCut),
  };
}

/** No more is read ahead than surely fits, or a few lines. */
const LEAST_PIECE_BYTES = 1000;

async function* inPieces(
  chunks: AsyncIterable<Uint8Array>,
  bytesLeft: () => number,
  onCut: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      const left = bytesLeft();
      if (left <= 0) {
        onCut();
        return;
      }
      const end = start + Math.max(LEAST_PIECE_BYTES, Math.floor(left));
      yield chunk.subarray(start, end);
      start = end;
    }
  }
}

async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  isCut = () => false,
): AsyncGenerator<Uint8Array> {
  let left = most;
  let begun: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const piece = chunk.subarray(0, Math.max(0, left));
    left -= piece.length;
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      if (begun.length > 0) yield begun;
      yield piece.subarray(0, end);
      // A copy: the chunk's memory is used again. (The `slice` of Node's buffers makes none.)
      begun = new Uint8Array(piece.subarray(end));
    } else begun = joined(begun, piece);
    if (left <= 0) return;
  }
  if (begun.length > 0 && !isCut()) yield begun;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

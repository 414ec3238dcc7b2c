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
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(0, Math.max(0, left));
    left -= piece.length;
    const isEndless = begunBytes > LONGEST_LINE_BYTES;
    const end = isEndless ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield* begun;
      yield piece.subarray(0, end);
      begun = [];
      begunBytes = 0;
    }
    if (end < piece.length) {
      // A copy: the chunk's memory is used again. (The `slice` of Node's buffers makes none.)
      begun.push(new Uint8Array(piece.subarray(end)));
      begunBytes += piece.length - end;
    }
    if (left <= 0) return;
  }
  if (!isCut()) yield* begun;
}

/** Nothing that is read has longer lines: a longer one is not waited for, and its beginning is not held. */
const LONGEST_LINE_BYTES = 1 << 20;

/** A stream of bytes in chunks of any size. Of a passing stream, a chunk is good only until the next one is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The stream without its first `count` bytes. */
export async function* dropBytes(chunks: Chunks, count: number): Chunks {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** The stream's first `count` bytes; the rest is not read. */
export async function* takeBytes(chunks: Chunks, count: number): Chunks {
  let left = count;
  if (left <= 0) return;
  for await (const chunk of chunks) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Chunks that can be kept, from chunks that are good only until the next one is asked for. */
export async function* copied(passing: Chunks): Chunks {
  for await (const chunk of passing) yield new Uint8Array(chunk);
}

/** All bytes of a stream that is known to be short; the stream may be a passing one. */
export async function readAll(chunks: Chunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
  return concatBytes(parts);
}

/** The parts in one; of one part alone, that part itself. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only) return only;
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Reads a stream piece by piece, in order. */
export interface ByteCursor {
  /** The next `count` bytes; fewer only at the end of the stream. */
  take(count: number): Promise<Uint8Array>;
  /** Passes over `count` bytes and tells how many there were. */
  skip(count: number): Promise<number>;
  /** How many bytes were taken or skipped. */
  position(): number;
  close(): Promise<void>;
}

const seekWorthwhileBytes = 1 << 20;

/** A cursor over `chunksFrom(0)`. With `canSeek`, long skips open the stream anew instead of reading through. */
export function byteCursor(chunksFrom: (start: number) => Chunks, canSeek: boolean): ByteCursor {
  let iterator = chunksFrom(0)[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let position = 0;

  const refill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) return false;
      rest = next.value;
    }
    return true;
  };
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  const pass = (count: number): Uint8Array => {
    const piece = rest.subarray(0, count);
    rest = rest.subarray(piece.length);
    position += piece.length;
    return piece;
  };
  return {
    position: () => position,
    close,
    async take(count) {
      const parts: Uint8Array[] = [];
      let left = count;
      while (left > 0 && (await refill())) {
        const piece = pass(left);
        // A copy: the chunk may be a passing one, or much larger than what is taken of it.
        parts.push(new Uint8Array(piece));
        left -= piece.length;
      }
      return concatBytes(parts);
    },
    async skip(count) {
      const from = position;
      if (canSeek && count - rest.length > seekWorthwhileBytes) {
        await close();
        position += count;
        rest = new Uint8Array(0);
        iterator = chunksFrom(position)[Symbol.asyncIterator]();
        return count;
      }
      while (position < from + count && (await refill())) pass(from + count - position);
      return position - from;
    },
  };
}

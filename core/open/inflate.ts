import { Gunzip, Inflate } from 'fflate';
import type { Chunks } from './chunks.ts';
import { BrokenStream } from './unpacked.ts';

/** The unpacked bytes of a gzip file with one or many members (RFC 1952). */
export function gunzipped(packed: Chunks): Chunks {
  return pushed(packed, gunzip);
}

/** The unpacked bytes of a raw deflate stream (RFC 1951), as zip entries hold it. */
export function inflated(packed: Chunks): Chunks {
  return pushed(packed, (emit) => new Inflate(emit));
}

interface PushDecoder {
  push(chunk: Uint8Array, final: boolean): void;
  /** Asked at the end: what shows that the content is not what was packed. */
  problem?(): string | null;
}

/**
 * A gzip decoder that compares the length of the last member with the one that the file's last four bytes state.
 * fflate checks neither it nor the checksum, and much damage to deflated data still unpacks to something.
 */
function gunzip(emit: (chunk: Uint8Array) => void): PushDecoder {
  let memberBytes = 0;
  let trailer: readonly number[] = [];
  const decoder = new Gunzip((chunk) => {
    memberBytes += chunk.length;
    emit(chunk);
  });
  decoder.onmember = () => {
    memberBytes = 0;
  };
  return {
    push(chunk, final) {
      trailer = [...trailer, ...chunk.subarray(-4)].slice(-4);
      decoder.push(chunk, final);
    },
    problem() {
      const stated = trailer.reduceRight((value, byte) => value * 256 + byte, 0);
      return stated === memberBytes % 2 ** 32 ? null : 'its length is not the one that its last bytes state';
    },
  };
}

async function* pushed(
  packed: Chunks,
  decoderFor: (emit: (chunk: Uint8Array) => void) => PushDecoder,
): Chunks {
  let ready: Uint8Array[] = [];
  const decoder = decoderFor((chunk) => ready.push(chunk));
  /** Why the decoder refused; what it made of the bytes before is in `ready`. */
  const push = (piece: Uint8Array, isLast: boolean): BrokenStream | null => {
    try {
      decoder.push(piece, isLast);
      return null;
    } catch (error) {
      const isTruncated = isLast && (error as { code?: unknown }).code === unexpectedEnd;
      const reason = error instanceof Error ? error.message : 'unreadable';
      return new BrokenStream(isTruncated ? 'truncated' : 'damaged', reason);
    }
  };

  for await (const piece of packed) {
    const broken = push(piece, false);
    yield* ready;
    ready = [];
    if (broken) throw broken;
  }
  const broken = push(new Uint8Array(0), true);
  yield* ready;
  if (broken) throw broken;
  const problem = decoder.problem?.() ?? null;
  if (problem !== null) throw new BrokenStream('damaged', problem);
}

/** fflate's FlateErrorCode.UnexpectedEOF. */
const unexpectedEnd = 0;

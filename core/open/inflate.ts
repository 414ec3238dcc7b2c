import { Gunzip, Inflate } from 'fflate';
import type { Chunks } from './chunks.ts';
import type { OpenLimits } from './limits.ts';

/** Why a compressed stream ended before its end, and after how many unpacked bytes. */
export interface Damage {
  readonly kind: 'truncated' | 'damaged' | 'limit';
  readonly reason: string;
  readonly unpackedBytes: number;
}

/** The unpacked bytes of a gzip file with one or many members (RFC 1952). */
export function gunzipped(packed: Chunks, limits: OpenLimits, report: (damage: Damage) => void): Chunks {
  return unpacked(packed, limits, report, gunzip);
}

/** The unpacked bytes of a raw deflate stream (RFC 1951), as zip entries hold it. */
export function inflated(packed: Chunks, limits: OpenLimits, report: (damage: Damage) => void): Chunks {
  return unpacked(packed, limits, report, (emit) => new Inflate(emit));
}

interface Decoder {
  push(chunk: Uint8Array, final: boolean): void;
  /** Asked at the end: what shows that the content is not what was packed. */
  problem?(): string | null;
}

/**
 * A gzip decoder that compares the length of the last member with the one that the file's last four bytes state.
 * fflate checks neither it nor the checksum, and much damage to deflated data still unpacks to something.
 */
function gunzip(emit: (chunk: Uint8Array) => void): Decoder {
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

/** Deflate turns one byte into 1032 at most: pieces of this size keep what comes out at once below 16 MiB. */
const pieceBytes = 1 << 14;

async function* unpacked(
  packed: Chunks,
  limits: OpenLimits,
  report: (damage: Damage) => void,
  decoderFor: (emit: (chunk: Uint8Array) => void) => Decoder,
): Chunks {
  let ready: Uint8Array[] = [];
  let packedBytes = 0;
  let unpackedBytes = 0;
  const decoder = decoderFor((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
    unpackedBytes += chunk.length;
  });

  /** Feeds the decoder; false when the stream ends here, for a reason that was reported. */
  const feed = (piece: Uint8Array, isLast: boolean): boolean => {
    packedBytes += piece.length;
    try {
      decoder.push(piece, isLast);
    } catch (error) {
      const isTruncated = isLast && (error as { code?: unknown }).code === unexpectedEnd;
      const reason = error instanceof Error ? error.message : 'unreadable';
      report({ kind: isTruncated ? 'truncated' : 'damaged', reason, unpackedBytes });
      return false;
    }
    const tooMany = unpackedBytes > limits.unpackedBytes;
    const tooDense = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * packedBytes;
    if (!tooMany && !tooDense) return true;
    const reason = tooMany ? 'too large when unpacked' : 'it unpacks to far more than its size';
    report({ kind: 'limit', reason, unpackedBytes });
    return false;
  };

  let goesOn = true;
  for await (const chunk of packed) {
    for (let at = 0; goesOn && at < chunk.length; at += pieceBytes) {
      goesOn = feed(chunk.subarray(at, at + pieceBytes), false);
      yield* ready;
      ready = [];
    }
    if (!goesOn) return;
  }
  const ended = feed(new Uint8Array(0), true);
  yield* ready;
  const problem = ended ? decoder.problem?.() : null;
  if (problem) report({ kind: 'damaged', reason: problem, unpackedBytes });
}

/** fflate's FlateErrorCode.UnexpectedEOF. */
const unexpectedEnd = 0;

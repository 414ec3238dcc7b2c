import type { Chunks } from './chunks.ts';
import { BrokenStream, type BrokenKind } from './decoders/broken-stream.ts';
import type { OpenLimits } from './limits.ts';

/** Why a compressed stream ended before its end, and after how many unpacked bytes. */
export interface Damage {
  readonly kind: BrokenKind;
  readonly reason: string;
  readonly unpackedBytes: number;
}

/** Who watches over what all streams unpack together. */
export interface Watch {
  /** Takes bytes into account, those that come out a second time too; the reason where they are too many. */
  spend(bytes: number): string | null;
  /** Asked for every chunk: false when whoever opens the bundle has had enough. */
  goesOn(): Promise<boolean>;
}

/**
 * What a decoder makes of a stream, within the limits. Where it breaks off, `report` is told why and the stream ends:
 * it never throws for what is in the file. A chunk is good until the next one is asked for.
 */
export async function* unpacked(
  packed: Chunks,
  decode: (packed: Chunks) => Chunks,
  limits: Pick<OpenLimits, 'ratio' | 'ratioFromBytes'>,
  watch: Watch,
  report: (damage: Damage) => void,
): Chunks {
  let packedBytes = 0;
  let unpackedBytes = 0;
  async function* counted(): Chunks {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        packedBytes += piece.length;
        yield piece;
      }
    }
  }
  try {
    for await (const chunk of decode(counted())) {
      if (chunk.length === 0) continue;
      unpackedBytes += chunk.length;
      const tooDense = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * packedBytes;
      const reason = tooDense ? 'it unpacks to far more than its size' : watch.spend(chunk.length);
      yield chunk;
      if (reason !== null) return report({ kind: 'limit', reason, unpackedBytes });
      if (!(await watch.goesOn())) return;
    }
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
    report({ kind: error.kind, reason: error.message, unpackedBytes });
  }
}

/** Deflate turns one byte into 1032 at most: pieces of this size keep what comes out before the ratio is seen below 256 MiB. */
const pieceBytes = 1 << 18;

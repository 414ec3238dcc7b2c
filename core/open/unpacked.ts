import type { Chunks } from './chunks.ts';
import type { OpenLimits } from './limits.ts';

/** Why a compressed stream ended before its end, and after how many unpacked bytes. */
export interface Damage {
  readonly kind: 'truncated' | 'damaged' | 'limit';
  readonly reason: string;
  readonly unpackedBytes: number;
}

/**
 * One kind of compression: packed bytes in, unpacked bytes out. Throws `BrokenStream` where the input ends too early or
 * is damaged, after it has handed out what came before.
 */
export type Decode = (packed: Chunks) => Chunks;

/** Thrown by a decoder, caught by `unpacked`: the stream can't be read further. */
export class BrokenStream extends Error {
  readonly kind: Damage['kind'];

  constructor(kind: Damage['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/**
 * What a decoder makes of a stream, within the limits. Where it breaks off, `report` is told why and the stream ends:
 * it never throws for what is in the file.
 */
export async function* unpacked(
  packed: Chunks,
  decode: Decode,
  limits: OpenLimits,
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
      yield chunk;
      const tooMany = unpackedBytes > limits.unpackedBytes;
      const tooDense = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * packedBytes;
      if (!tooMany && !tooDense) continue;
      const reason = tooMany ? 'too large when unpacked' : 'it unpacks to far more than its size';
      return report({ kind: 'limit', reason, unpackedBytes });
    }
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
    report({ kind: error.kind, reason: error.message, unpackedBytes });
  }
}

/** Deflate turns one byte into 1032 at most: pieces of this size keep what comes out at once below 16 MiB. */
const pieceBytes = 1 << 14;

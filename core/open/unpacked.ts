import type { StreamFault } from '../model/stream-fault.ts';
import type { Chunks } from './chunks.ts';
import { BrokenStream, type BrokenKind } from './decoders/broken-stream.ts';
import type { OpenLimits } from './limits.ts';

/** Why a compressed stream ended before its end, and after how many unpacked bytes. */
export interface Damage {
  readonly kind: BrokenKind;
  readonly fault: StreamFault;
  readonly unpackedBytes: number;
}

/** Who watches over what all streams unpack together. */
export interface Watch {
  /** Takes bytes into account, those that come out a second time too; whether there are too many for the bundle's size, or altogether. */
  spend(bytes: number): 'bundle-ratio' | 'bundle-size' | null;
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
  const spent = watch.spend(0);
  if (spent !== null) return report({ kind: 'limit', fault: { kind: spent, detail: null }, unpackedBytes });
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
      const over = tooDense ? 'ratio' : watch.spend(chunk.length);
      yield chunk;
      if (over !== null) return report({ kind: 'limit', fault: { kind: over, detail: null }, unpackedBytes });
      if (!(await watch.goesOn())) return;
    }
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
    report({ kind: error.kind, fault: error.fault, unpackedBytes });
  }
}

/** Deflate turns one byte into 1032 at most: pieces of this size keep what comes out before the ratio is seen below 256 MiB. */
const pieceBytes = 1 << 18;

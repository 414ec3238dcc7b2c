import type { StreamFaultKind } from '../model/stream-fault.ts';
import type { Chunks } from './chunks.ts';
import { Decoder } from './decoders/decoder.ts';

/** What a zip's directory states of an entry's content. */
export interface StatedContent {
  readonly bytes: number;
  readonly checksum: number;
}

/**
 * The same chunks; at their end, their CRC-32 and length are compared with what is stated. More than is stated is damage
 * at once.
 */
export async function* checkedChunks(
  chunks: Chunks,
  { bytes, checksum }: StatedContent,
  reportDamage: (fault: StreamFaultKind, bytes: number) => void,
): Chunks {
  const decoder = Decoder.get();
  let sum = 0;
  let length = 0;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += pieceBytes)
        sum = decoder.crc32(sum, chunk.subarray(at, at + pieceBytes));
      length += chunk.length;
      yield chunk;
      if (length > bytes) return reportDamage('longer-than-listed', length);
    }
  } finally {
    decoder.release();
  }
  if (length < bytes) reportDamage('shorter-than-listed', length);
  else if (sum !== checksum) reportDamage('checksum', length);
}

const pieceBytes = 1 << 20;

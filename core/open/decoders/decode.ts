import type { Chunks } from '../chunks.ts';
import { bzip2Decoded } from './bzip2.ts';
import { gunzipped, inflated } from './deflate.ts';
import { lz4Decoded } from './lz4.ts';
import { lzmaDecoded } from './lzma-alone.ts';
import { xzDecoded } from './xz.ts';
import { zstdDecoded } from './zstd.ts';

/** The compressions that are undone; `deflate` is what zip holds, without any header. */
export type Compression = 'gzip' | 'deflate' | 'xz' | 'lzma' | 'zstd' | 'bzip2' | 'lz4';

/**
 * Packed bytes in, unpacked bytes out. Throws `BrokenStream` where the input ends too early or is damaged, after it has
 * handed out what came before. A chunk is good until the next one is asked for: its memory is used again.
 */
export type Decode = (packed: Chunks) => Chunks;

export const decoders: Readonly<Record<Compression, Decode>> = {
  gzip: gunzipped,
  deflate: inflated,
  xz: xzDecoded,
  lzma: lzmaDecoded,
  zstd: zstdDecoded,
  bzip2: bzip2Decoded,
  lz4: lz4Decoded,
};
